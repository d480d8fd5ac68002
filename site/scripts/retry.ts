/** Doing something again until the network lets it through. */

import { Unreachable } from "./transport.ts";

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How long to wait before try number `next` (2 is the first repetition): 1, 2, 4 ... at most 30 seconds. */
export function pauseBefore(next: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (next - 2));
}

/** Wait, but no longer than until the phone is online again; rejects when the signal aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const finish = (settle: () => void) => () => {
      clearTimeout(timer);
      done.abort();
      settle();
    };
    const timer = setTimeout(finish(resolve), milliseconds);
    addEventListener("online", finish(resolve), { signal: done.signal });
    signal?.addEventListener("abort", finish(() => reject(signal.reason)), { signal: done.signal });
  });
}

export interface Patience {
  /** How many times in all; without it, until it succeeds. */
  readonly tries?: number;
  readonly signal?: AbortSignal;
  /** Told before each pause. */
  readonly onWait?: (error: Unreachable) => void;
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

/** Only for what is safe to repeat: an answer that was lost may mean that the deed was done. */
export async function persistently<Result>(
  deed: () => Promise<Result>,
  patience: Patience = {},
): Promise<Result> {
  const { tries = Infinity, signal, onWait, wait = pause } = patience;
  for (let next = 2;; next++) {
    signal?.throwIfAborted();
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof Unreachable) || next > tries) throw error;
      onWait?.(error);
      await wait(pauseBefore(next), signal);
    }
  }
}
