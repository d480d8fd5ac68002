/** Off to Google, and back to /masuk/google/. */

import { hrefTo } from "../address.ts";
import { ask } from "../api.ts";
import { type RedirectParts, StartGoogleSignIn } from "../generated/documents.ts";

export interface Journey {
  /** A path inside this site. */
  readonly returnTo: string | null;
  /** Add Google to the account that is signed in, rather than sign in. */
  readonly link?: boolean;
}

export async function toGoogle({ returnTo, link = false }: Journey): Promise<RedirectParts> {
  const answer = (await ask(StartGoogleSignIn, { returnTo, link })).startGoogleSignIn;
  if (answer.url) location.assign(hrefTo(answer.url));
  return answer;
}
