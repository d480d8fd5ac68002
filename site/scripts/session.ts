/** Who uses this browser: the access token in memory, and a hint in storage that a refresh is worth asking for. */

import { RefreshSession } from "./generated/documents.ts";
import { phone } from "./storage.ts";
import { post, Unreachable } from "./transport.ts";

export const HINT = "jawara.signedIn";
export const ACCOUNT = "jawara.account";

let token: string | null = null;
/** Whose data this page shows. */
let shown: string | null = null;
let refreshing: Promise<boolean> | null = null;

const changes = new EventTarget();

/** Told when the person signs in or out, here or in another tab. */
export function onSessionChange(listener: () => void, signal?: AbortSignal): void {
  changes.addEventListener("change", listener, signal ? { signal } : {});
}

export function accessToken(): string | null {
  return token;
}

/** True until the server says otherwise: a dead network signs nobody out. */
export function isSignedIn(): boolean {
  return phone.get(HINT) === "1";
}

/** The id of the account last seen here: what waits on a shared phone belongs to one person. */
export function accountId(): string | null {
  return isSignedIn() ? phone.get(ACCOUNT) : null;
}

export function rememberAccount(id: string): void {
  shown = id;
  if (phone.get(ACCOUNT) !== id) phone.set(ACCOUNT, id);
}

/** The account for which the access token speaks, whatever this page shows. */
export function signedInAs(): string | null {
  const [, claims = ""] = token?.split(".") ?? [];
  try {
    return JSON.parse(atob(claims.replace(/-/g, "+").replace(/_/g, "/"))).sub;
  } catch {
    return null;
  }
}

/** An access token of this account, another than `stale`; null when nobody, or somebody else, is signed in. */
export async function tokenOf(account: string, stale: string | null = null): Promise<string | null> {
  if (!token || token === stale) await refresh();
  return signedInAs() === account ? token : null;
}

export function signedIn(accessToken: string): void {
  token = accessToken;
  phone.remove(ACCOUNT);
  phone.set(HINT, "1");
  changes.dispatchEvent(new Event("change"));
}

export function signedOut(): void {
  token = null;
  phone.remove(HINT);
  phone.remove(ACCOUNT);
  changes.dispatchEvent(new Event("change"));
}

/**
 * Ask for a new access token, at most one request at a time in all tabs: each use of the cookie makes the one before
 * it invalid. False when the server no longer knows the session; Unreachable when it could not be asked.
 */
export function refresh(): Promise<boolean> {
  refreshing ??= alone(renewed).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function renewed(): Promise<boolean> {
  const { refreshSession } = await post(RefreshSession, {}, { keepalive: true });
  if (refreshSession.accessToken) {
    token = refreshSession.accessToken;
    return true;
  }
  if (!refreshSession.problems.some(({ code }) => code === "UNAUTHENTICATED")) throw new Unreachable("busy");
  signedOut();
  return false;
}

function alone<Result>(deed: () => Promise<Result>): Promise<Result> {
  return "locks" in navigator ? navigator.locks.request("jawara.refresh", deed) : deed();
}

/** Whose data this page shows, whoever is signed in by now. */
export function shownAccount(): string | null {
  return shown;
}

/** Another tab signed in or out: what this one knew of the session is void. */
export function changedElsewhere(): void {
  token = null;
  changes.dispatchEvent(new Event("change"));
}
