/** A deed that was done on this phone, and what has become of it. */

import type { Moment } from "../clock.ts";
import type { AnswerCheckVariables, AnswerInput, NoteWatchedVariables } from "../generated/documents.ts";

/** The name by which browsers wake the service worker once there is a network. */
export const SYNC = "jawara-outbox";

/** What each kind of deed says. */
export interface Said {
  readonly lesson: { readonly course: string; readonly lesson: string };
  readonly answer: {
    readonly attempt: string;
    readonly question: string;
    readonly answer: AnswerInput;
    readonly sequence: number;
    /** Seconds that the question was on the screen so far. */
    readonly spent: number | null;
  };
  readonly submit: { readonly attempt: string };
  readonly watched: NoteWatchedVariables;
  readonly check: AnswerCheckVariables;
}

export type KindName = keyof Said;

/** `waiting` on this phone, `sent` and accepted by the office, or `refused` for good. */
export type DeedState = "waiting" | "sent" | "refused";

export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** What the office gave for an answer. */
export interface Receipt {
  readonly sequence: number;
  /** ISO 8601; null where the office does not say. */
  readonly savedAt: string | null;
}

interface DeedOf<Kind extends KindName> {
  /** Given by the shelf: a newer deed has a higher one. */
  readonly order: number;
  readonly account: string;
  readonly kind: Kind;
  /** Of two deeds about the same thing the newer one takes the older one's place. */
  readonly about: string;
  /** The deeds of a group keep their order, whatever holds one of them up. */
  readonly group: string;
  readonly said: Said[Kind];
  readonly made: Moment;
  readonly state: DeedState;
  /** What stood in the way the last time; for good where the deed is refused. */
  readonly problem: Problem | null;
  readonly receipt: Receipt | null;
}

/** From here on orders are of deeds that the page alone remembers. */
export const IN_PAGE = 1e15;

/** Whether the deed outlives the page. */
export function isKept({ order }: { readonly order: number }): boolean {
  return order < IN_PAGE;
}

export type Deed = { [Kind in KindName]: DeedOf<Kind> }[KindName];
export type NewDeed = { [Kind in KindName]: Omit<DeedOf<Kind>, "order"> }[KindName];
