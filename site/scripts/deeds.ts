/** What became of a deed: said where its button is, once, with what stood in the way. */

import { hasProblem, sentenceFor } from "./api.ts";
import { coolDown } from "./cooldown.ts";
import { focusOn, notice, type NoticeKind, paragraph } from "./dom.ts";
import type { ProblemParts } from "./generated/documents.ts";
import * as common from "#messages/screen-common.ts";

/** Put it there, and lead the reader to it. */
export function showAt(place: HTMLElement, told: HTMLElement): void {
  place.replaceChildren(told);
  focusOn(told);
}

export function tell(
  place: HTMLElement,
  kind: NoticeKind,
  title: string,
  ...sentences: readonly string[]
): void {
  showAt(place, notice(kind, title, ...sentences.map((sentence) => paragraph(sentence))));
}

/** Do it once; say at `place` what stood in the way, and let the button rest when the server asks for it. */
export async function attempt(
  place: HTMLElement,
  deed: () => Promise<readonly ProblemParts[]>,
  pressed?: HTMLButtonElement,
): Promise<boolean> {
  place.replaceChildren();
  try {
    const problems = await deed();
    if (problems.length === 0) return true;
    const isOver = hasProblem(problems, "PROOF_REQUIRED");
    tell(
      place,
      "bad",
      isOver ? common.notYetDone : common.notDone,
      ...problems.map(({ message }) => message),
    );
    for (const { waitSeconds } of problems) if (pressed) coolDown(pressed, waitSeconds ?? 0);
  } catch (error) {
    tell(place, "bad", common.notSent, sentenceFor(error));
  }
  return false;
}
