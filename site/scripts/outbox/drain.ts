/** Sends what waits, one deed after the other, as the person to whom it belongs. Pages and the service worker both do. */

import { type Moment, secondsBetween } from "../clock.ts";
import type { Operation } from "../generated/documents.ts";
import type { Deed, Problem, Receipt } from "./deeds.ts";
import { type Ask, KINDS, type Verdict } from "./kinds.ts";
import type { Shelf } from "./shelf.ts";

/** The way to the office. */
export interface Office {
  /** Whose deeds may be sent from here; null for nobody. */
  account(): string | null;
  /** An access token of this account, another than `stale`; null when nobody, or somebody else, is signed in. */
  token(account: string, stale?: string | null): Promise<string | null>;
  post<Result, Variables>(
    operation: Operation<Result, Variables>,
    variables: Variables,
    delivery: { readonly token: string },
  ): Promise<Result>;
  now(): Moment;
  /** What an error of `post` or `token` means: the network, a defect at the office; null: a defect of ours. */
  blame(error: unknown): "network" | "office" | null;
}

/** `unreachable`: the rest waits for the network. `stranger`: it waits until its owner signs in again. */
export type Ending = "done" | "unreachable" | "stranger";

/** Send what waits of one account; `told` hears of each change on the shelf. */
export async function drain(
  account: string,
  shelf: Shelf,
  office: Office,
  told: () => void,
): Promise<Ending> {
  const held = new Set<string>();
  const tried = new Set<number>();
  for (;;) {
    const deed = (await shelf.all()).find(({ account: owner, state, group, order }) =>
      owner === account && state === "waiting" && !held.has(group) && !tried.has(order)
    );
    if (!deed) return "done";
    // Once each time: a disk may refuse to take away what was sent.
    tried.add(deed.order);
    if (office.account() !== account) return "stranger";
    const verdict = await judged(deed, office);
    if (typeof verdict === "string") return verdict;
    if (await settle(deed, verdict, shelf, office.now()) === "waiting") held.add(deed.group);
    told();
  }
}

/** One sender at a time on this phone. Where browsers have no locks two may send: all deeds are safe to repeat. */
export function alone<Result>(send: () => Promise<Result>): Promise<Result> {
  return "locks" in navigator ? navigator.locks.request("jawara.outbox", send) : send();
}

async function judged(deed: Deed, office: Office): Promise<Verdict | "unreachable" | "stranger"> {
  try {
    let token = await office.token(deed.account);
    // The phone slept since it last heard the office, which must say again what time it is.
    if (token && deed.made.office !== null && office.now().office === null) {
      token = await office.token(deed.account, token);
    }
    let verdict = token && await sent(deed, token, office);
    if (token && verdict && has(verdict, "UNAUTHENTICATED")) {
      token = await office.token(deed.account, token);
      verdict = token && await sent(deed, token, office);
    }
    if (!verdict || has(verdict, "UNAUTHENTICATED")) return "stranger";
    return has(verdict, "TOO_MANY_REQUESTS") ? "unreachable" : verdict;
  } catch (error) {
    const blamed = office.blame(error);
    if (blamed === "network") return "unreachable";
    if (blamed === "office") return { problems: [{ code: "INTERNAL", message: (error as Error).message }] };
    throw error;
  }
}

function sent(deed: Deed, token: string, office: Office): Promise<Verdict> {
  const ask: Ask = (operation, variables) => office.post(operation, variables, { token });
  const send = KINDS[deed.kind].send as (said: Deed["said"], ask: Ask, age: number) => Promise<Verdict>;
  return send(deed.said, ask, secondsBetween(deed.made, office.now()));
}

function has({ problems }: Verdict, ...codes: readonly string[]): boolean {
  return problems.some(({ code }) => codes.includes(code));
}

/** Write down what has become of it; the state that it has from now on. */
async function settle(deed: Deed, verdict: Verdict, shelf: Shelf, now: Moment): Promise<Deed["state"]> {
  const { final, stays } = KINDS[deed.kind];
  const [first] = verdict.problems;
  if (!first) {
    if (stays) await shelf.change({ ...deed, state: "sent", problem: null, receipt: received(verdict, now) });
    else await shelf.remove(deed);
    return "sent";
  }
  const problem: Problem = { code: first.code, message: first.message };
  const state = has(verdict, ...final) ? "refused" : "waiting";
  await shelf.change({ ...deed, state, problem });
  return state;
}

function received({ receipt }: Verdict, { office }: Moment): Receipt | null {
  if (!receipt) return null;
  const now = office === null ? null : new Date(office).toISOString();
  return { ...receipt, savedAt: receipt.savedAt ?? now };
}
