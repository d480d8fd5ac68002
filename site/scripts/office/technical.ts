/** What the program itself said of a failure, folded away: it is for whoever runs the system. */

import { make } from "../dom.ts";

export function technical(summary: string, reason: string): HTMLElement {
  return make(
    "details",
    { class: "fold" },
    make("summary", {}, summary),
    make("p", { class: "muted" }, reason),
  );
}
