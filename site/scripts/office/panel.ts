/** What staff fill in before they change a certificate, and what they see before they mean it. */

import { attempt } from "../deeds.ts";
import { actions, button, type Child, focusOn, make } from "../dom.ts";
import { tend, text } from "../forms.ts";
import type { ProblemParts } from "../generated/documents.ts";
import { labelled } from "../labelled.ts";
import * as words from "#messages/screen-office-certificates.ts";

export interface Ordered {
  /** What happens with the reason. */
  readonly hint: string;
  /** The name to begin with, where one is asked for. */
  readonly name?: string;
  /** What it does, in the reader's words. */
  readonly consequences: (name: string, reason: string) => readonly Child[];
  readonly yes: string;
  readonly send: (reason: string, name: string) => Promise<readonly ProblemParts[]>;
  readonly done: () => void;
}

export class Panel {
  readonly #told = make("div", { class: "told" });
  readonly #form: HTMLFormElement;
  readonly element: HTMLElement;

  /** `id` begins the ids of its fields; `leave` is called when nothing is to be done after all. */
  constructor(ordered: Ordered, id: string, leave: () => void) {
    this.#form = form(ordered, id, leave);
    this.element = make("div", { class: "stack stack--tight" }, this.#form, this.#told);
    // What was shown is about other words now.
    this.#form.addEventListener("input", () => this.#told.replaceChildren());
    tend(this.#form, (values) => {
      this.#show(ordered, text(values, "fullName"), text(values, "reason"));
      return Promise.resolve([]);
    });
  }

  /** Lead the reader to the first field. */
  begin(): void {
    focusOn(this.#form.querySelector("input, textarea"));
  }

  #show(ordered: Ordered, name: string, reason: string): void {
    const told = make("div", { class: "told" });
    const send = async () => {
      if (await attempt(told, () => ordered.send(reason, name))) ordered.done();
    };
    const keep = () => {
      this.#told.replaceChildren();
      this.begin();
    };
    const shown = make(
      "section",
      { class: "card", "aria-label": words.consequences },
      make("h3", { class: "card__title" }, words.consequences),
      ...ordered.consequences(name, reason),
      told,
      actions(button(ordered.yes, "primary", send), button(words.keep, "quiet", keep)),
    );
    this.#told.replaceChildren(shown);
    focusOn(shown);
  }
}

function form({ hint, name }: Ordered, id: string, leave: () => void): HTMLFormElement {
  const named = { label: words.rightName, hint: words.rightNameHint, missing: words.rightNameMissing };
  return make(
    "form",
    { class: "stack stack--tight", method: "post" },
    name !== undefined &&
      labelled("input", `${id}-nama`, "fullName", named, { value: name, minlength: 3, maxlength: 120 }),
    labelled(
      "textarea",
      `${id}-alasan`,
      "reason",
      { label: words.reason, hint, missing: words.reasonMissing },
      { rows: 3, minlength: 10, maxlength: 1_000 },
    ),
    actions(
      make("button", { type: "submit", class: "button" }, words.look),
      button(words.keep, "quiet", leave),
    ),
  );
}
