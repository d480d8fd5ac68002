// GraphiQL for development. It signs in as nobody: put an access token under "Headers" to ask as somebody.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const host = document.getElementById("graphiql");
if (host) {
  const fetcher = createGraphiQLFetcher({ url: "/graphql" });
  createRoot(host).render(createElement(GraphiQL, { fetcher, defaultEditorToolsVisibility: "headers" }));
}
