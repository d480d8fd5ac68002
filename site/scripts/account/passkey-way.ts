/** The API's challenge, shown to the reader's passkey, and the answer handed back. */

import { ask } from "../api.ts";
import { type ProblemParts, StartPasskeySignIn } from "../generated/documents.ts";
import { PasskeyRefused, type Showing, showPasskey } from "../passkeys.ts";

type Problems = readonly ProblemParts[];

/** What stood in the way, in the browser or at the server; nothing when it went well or was broken off by us. */
export function byPasskey(
  finish: (challenge: string, response: string) => Promise<Problems>,
  showing: Showing = {},
): Promise<Problems> {
  return withPasskeyProblems(async () => {
    const { challenge, options, problems } = (await ask(StartPasskeySignIn, {})).startPasskeySignIn;
    if (!challenge || !options) return problems;
    const response = await showPasskey(options, showing);
    return response ? await finish(challenge, response) : [];
  });
}

/** A browser's refusal is told like one of the API's. */
export async function withPasskeyProblems(deed: () => Promise<Problems>): Promise<Problems> {
  try {
    return await deed();
  } catch (error) {
    if (!(error instanceof PasskeyRefused)) throw error;
    return [{ code: "PASSKEY_REFUSED", field: null, message: error.message, waitSeconds: null }];
  }
}
