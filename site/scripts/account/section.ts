/** What the parts of "Akun saya" share: forms that open, and asking once more. */

import { actions, button, focusOn, make, paragraph } from "../dom.ts";
import * as common from "#messages/screen-common.ts";

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
    actions(button(yes, "", deed), button(common.cancel, "quiet", back)),
  );
  opener.replaceWith(box);
  focusOn(words);
}
