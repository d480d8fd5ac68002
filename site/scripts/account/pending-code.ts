/**
 * The code that this tab waits for. Whoever goes to the mail app and comes back may find the page loaded anew, since
 * phones with little memory close what is behind; the form for the code then has to be there still.
 */

import type { CodeParts } from "../generated/documents.ts";

const KEY = "jawara.code";
const KEPT_MS = 10 * 60_000;

export interface PendingCode {
  readonly email: string;
  readonly letter: CodeParts;
}

export function keepPendingCode(pending: PendingCode): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...pending, at: Date.now() }));
  } catch {
    // Storage is forbidden: the code can be asked for again.
  }
}

/** What was kept, with the time that has passed since then taken off the wait; null when nothing is, or for too long. */
export function pendingCode(): PendingCode | null {
  try {
    const { email, letter, at } = JSON.parse(sessionStorage.getItem(KEY) ?? "");
    const passed = Date.now() - at;
    if (passed < 0 || passed > KEPT_MS) return null;
    const resendSeconds = Math.max(0, Math.ceil(letter.resendSeconds - passed / 1_000));
    return { email, letter: { ...letter, resendSeconds } };
  } catch {
    return null;
  }
}

export function forgetPendingCode(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}
