/** What earlier versions of the site kept in local storage: taken over once, when the outbox first opens. */

import { isKept, type NewDeed } from "./deeds.ts";
import { KINDS } from "./kinds.ts";
import type { Shelf } from "./shelf.ts";

const LESSONS = /^jawara\.lessons\.([^.]+)$/;
const ANSWERS = /^jawara\.answers\.([^.]+)\.([^.]+)\.(.+)$/;

/** The deeds that an entry of local storage holds; none where it is no such entry. */
export function deedsIn(key: string, value: string): readonly NewDeed[] {
  const [, reader] = LESSONS.exec(key) ?? [];
  if (reader) {
    return (JSON.parse(value) as readonly { course: string; lesson: string }[])
      .map((said) => asDeed(reader, "lesson", said));
  }
  const [, account, attempt, question] = ANSWERS.exec(key) ?? [];
  if (!account) return [];
  const { sequence, ...answer } = JSON.parse(value);
  return [asDeed(account, "answer", { attempt, question, answer, sequence, spent: null })];
}

// deno-lint-ignore no-explicit-any -- what an earlier version wrote has no type any more
function asDeed(account: string, kind: "lesson" | "answer", said: any): NewDeed {
  const { about, group } = KINDS[kind];
  // Nobody wrote down when it was done.
  return {
    account,
    kind,
    about: about(said),
    group: group(said),
    said,
    made: { office: null, phone: Date.now() },
    state: "waiting",
    problem: null,
    receipt: null,
  };
}

export async function carryOver(shelf: Shelf): Promise<void> {
  let keys: readonly string[] = [];
  try {
    keys = Object.keys(localStorage).filter((key) => LESSONS.test(key) || ANSWERS.test(key));
  } catch {
    // Storage is forbidden: nothing was kept there.
  }
  for (const key of keys) {
    const placed = await Promise.all(
      deedsIn(key, localStorage.getItem(key) ?? "[]").map((deed) => shelf.put(deed)),
    );
    if (placed.every(isKept)) localStorage.removeItem(key);
  }
}
