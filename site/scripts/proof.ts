/** A deed that only the person themselves may do: the server asks for a fresh proof, and then it is done. */

import { hasProblem } from "./api.ts";
import type { ProblemParts } from "./generated/documents.ts";

/** The panel that asks "is it still you?"; false when the person would rather not. */
interface ProofPanel extends HTMLElement {
  ask?(): Promise<boolean>;
}

/** The answer of `deed`, done again after the proof; without one the first answer stands, with PROOF_REQUIRED. */
export async function withProof<Payload extends { readonly problems: readonly ProblemParts[] }>(
  deed: () => Promise<Payload>,
): Promise<Payload> {
  const answer = await deed();
  if (!hasProblem(answer.problems, "PROOF_REQUIRED")) return answer;
  const panel = document.querySelector<ProofPanel>("jawara-proof");
  return await panel?.ask?.() ? await deed() : answer;
}
