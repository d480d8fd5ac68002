/** One GraphQL request over HTTP: what the network does is told apart from what the server answers. */

import type { Operation } from "./generated/documents.ts";
import * as common from "#messages/screen-common.ts";

const TIMEOUT_MS = 20_000;

export type Obstacle = "offline" | "slow" | "busy";

const SENTENCES: Readonly<Record<Obstacle, string>> = {
  offline: common.offline,
  slow: common.slow,
  busy: common.busy,
};

/** The request may not have arrived; asking again later can help. */
export class Unreachable extends Error {
  constructor(readonly obstacle: Obstacle) {
    super(SENTENCES[obstacle]);
  }
}

/** The server understood the request and failed: a defect on our side. */
export class Defect extends Error {
  constructor() {
    super(
      common.internal,
    );
  }
}

/**
 * What time it was at the office's last answer, to the second (NaN: it did not say), and by this page's stopwatch; `tell`
 * is told.
 */
export const heard = { office: NaN, tick: 0, tell: (_office: number): void => {} };

/** What stood in the way: the network, or a defect at the office; null for a defect of this code. */
export function blame(error: unknown): "network" | "office" | null {
  return error instanceof Unreachable ? "network" : error instanceof Defect ? "office" : null;
}

export interface Delivery {
  readonly token?: string | null;
  /** Let the browser finish the request although the reader leaves the page. */
  readonly keepalive?: boolean;
}

export async function post<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  { token = null, keepalive = false }: Delivery = {},
): Promise<Result> {
  const headers: Record<string, string> = {
    "Accept": "application/json",
    "Accept-Language": common.locale,
    "Content-Type": "application/json",
  };
  if (token) headers["Authorization"] = `Bearer ${token}`;
  const body = JSON.stringify({ query: operation.text, operationName: operation.name, variables });
  const { answer, date } = await delivered("/graphql", { method: "POST", headers, body, keepalive });
  heard.tick = performance.now();
  heard.tell(heard.office = Date.parse(date));
  return dataOf<Result>(answer);
}

/** What stands at an address of the API for everybody, by the browser's cache where that is young enough. */
export async function get<Answer>(address: string): Promise<Answer> {
  // Nothing of the reader goes along. A kept answer has an old date, so the office's time isn't told by it.
  return (await delivered(address, { headers: { "Accept": "application/json" }, credentials: "omit" }))
    .answer as Answer;
}

interface Delivered {
  readonly answer: unknown;
  readonly date: string;
}

async function delivered(address: string, request: RequestInit): Promise<Delivered> {
  // Old web views lack AbortSignal.timeout.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(address, { ...request, signal: patience.signal });
    if (response.status === 429 || response.status >= 500) throw new Unreachable("busy");
    return { answer: await response.json(), date: response.headers.get("date") ?? "" };
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    if (error instanceof DOMException) throw new Unreachable("slow");
    // A sign-in page of a public network answers in HTML.
    if (error instanceof SyntaxError) throw new Unreachable("busy");
    throw new Unreachable("offline");
  } finally {
    clearTimeout(timer);
  }
}

function dataOf<Result>(answer: unknown): Result {
  if (answer !== null && typeof answer === "object" && "data" in answer && answer.data) {
    // The documents are checked against the contract when the site is built, and the API is held to it by its tests.
    return answer.data as Result;
  }
  throw new Defect();
}
