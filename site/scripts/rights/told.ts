/** Telling what became of a deed, and asking first where it can't be undone. */

import { sentenceFor } from "../api.ts";
import { actions, button, focusOn, make, notice, paragraph } from "../dom.ts";
import type { ProblemParts } from "../generated/documents.ts";

/** Do it once and say at `place` what stood in the way; true when nothing did. */
export async function done(
  place: HTMLElement,
  deed: () => Promise<readonly ProblemParts[]>,
): Promise<boolean> {
  place.replaceChildren();
  try {
    const problems = await deed();
    if (problems.length === 0) return true;
    tell(place, notice("bad", "Belum berhasil", ...problems.map(({ message }) => paragraph(message))));
  } catch (error) {
    tell(place, notice("bad", "Belum terkirim", paragraph(sentenceFor(error))));
  }
  return false;
}

export function tell(place: HTMLElement, told: HTMLElement): void {
  place.replaceChildren(told);
  focusOn(told);
}

/** Ask at `place` whether it is meant; "Batal" leads back to the button. */
export function askFirst(
  place: HTMLElement,
  opener: HTMLElement,
  question: string,
  yes: string,
  deed: () => Promise<void>,
): void {
  const close = () => {
    place.replaceChildren();
    focusOn(opener);
  };
  const asked = make(
    "div",
    { class: "notice notice--info", role: "group", "aria-label": "Apakah Anda yakin?" },
    make("p", { class: "notice__title" }, "Apakah Anda yakin?"),
    paragraph(question),
    actions(button(yes, "", deed), button("Batal", "quiet", close)),
  );
  tell(place, asked);
}
