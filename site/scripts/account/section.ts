/** What the parts of "Akun saya" share: telling what came of a deed, forms that open, and asking once more. */

import { hasProblem, sentenceFor } from "../api.ts";
import { coolDown } from "../cooldown.ts";
import { actions, button, focusOn, make, notice, type NoticeKind, paragraph } from "../dom.ts";
import type { ProblemParts } from "../generated/documents.ts";

export function tell(
  place: HTMLElement,
  kind: NoticeKind,
  title: string,
  ...sentences: readonly string[]
): void {
  const told = notice(kind, title, ...sentences.map((sentence) => paragraph(sentence)));
  place.replaceChildren(told);
  focusOn(told);
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
      isOver ? "Belum dikerjakan" : "Belum berhasil",
      ...problems.map(({ message }) => message),
    );
    for (const { waitSeconds } of problems) if (pressed) coolDown(pressed, waitSeconds ?? 0);
  } catch (error) {
    tell(place, "bad", "Belum terkirim", sentenceFor(error));
  }
  return false;
}

/** A form that its button opens and closes; what was typed stays while it is closed. */
export class Disclosure {
  constructor(private readonly opener: HTMLButtonElement, private readonly form: HTMLElement) {
    this.#show(false);
    opener.addEventListener("click", () => {
      this.#show(Boolean(form.hidden));
      if (!form.hidden) focusOn(form.querySelector<HTMLElement>("input:not([hidden]), select"));
    });
  }

  close(): void {
    this.#show(false);
  }

  #show(isOpen: boolean): void {
    this.form.hidden = !isOpen;
    this.opener.setAttribute("aria-expanded", String(isOpen));
  }
}

/** Ask in the button's place whether it is meant; "Batal" brings the button back. */
export function askOnce(opener: HTMLElement, question: string, yes: string, deed: () => Promise<void>): void {
  const back = () => {
    box.replaceWith(opener);
    focusOn(opener);
  };
  const words = paragraph(question);
  const box = make(
    "div",
    { class: "stack stack--tight", role: "group", "aria-label": question },
    words,
    actions(button(yes, "", deed), button("Batal", "quiet", back)),
  );
  opener.replaceWith(box);
  focusOn(words);
}
