/** The end of every way in: signed in, and on to where the reader wanted to go. */

import { here } from "../address.ts";
import { localPath } from "../safe.ts";
import type { ArrivalParts, ProblemParts } from "../generated/documents.ts";
import { signedIn } from "../session.ts";

/** Where the reader wanted to go: a path inside this site, or null. */
export function wantedPath(): string | null {
  return localPath(new URLSearchParams(location.search).get("lanjut"), location.origin);
}

/** Go on when the session was opened; what stood in the way otherwise. A new account fills in its biodata first. */
export function arrive({ accessToken, isNew, returnTo, problems }: ArrivalParts): readonly ProblemParts[] {
  if (accessToken) {
    signedIn(accessToken);
    const onward = localPath(returnTo, location.origin) ?? wantedPath() ?? here("/kelas-saya/");
    location.assign(isNew ? here("/biodata/") : onward);
  }
  return problems;
}
