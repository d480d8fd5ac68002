/** What a person allows: each purpose apart, and given by an act of its own. */

import { tend } from "../forms.ts";
import { dateText } from "../format.ts";
import type { Purpose } from "../generated/documents.ts";
import type { Filling } from "./filling.ts";
import * as words from "#messages/screen-profile.ts";

export class ConsentStep {
  readonly #boxes: readonly HTMLInputElement[];

  constructor(
    private readonly form: HTMLFormElement,
    private readonly filling: Filling,
    private readonly goOn: () => void,
  ) {
    this.#boxes = [...form.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
    const version = form.querySelector("[data-part=version]");
    if (version) version.textContent = filling.version;
    tend(form, () => this.#give());
  }

  draw(): void {
    for (const box of this.#boxes) {
      const given = this.filling.consentTo(box.name);
      const isCurrent = given?.version === this.filling.version;
      const told = this.form.querySelector<HTMLElement>(`[data-given="${box.name}"]`);
      const since = told?.querySelector("[data-part=since]");
      if (!given || !told || !since) continue;
      box.checked = isCurrent;
      box.disabled = isCurrent;
      told.hidden = false;
      since.textContent = isCurrent
        ? words.consentGiven({ givenAt: dateText(given.givenAt) })
        : words.consentOld({ version: given.version });
    }
    const submit = this.form.querySelector("button[type=submit]");
    const isOpen = this.#boxes.some(({ disabled }) => !disabled);
    if (submit) {
      submit.textContent = isOpen && !this.filling.consentTo("TRAINING") ? words.agreeAndGoOn : words.next;
    }
  }

  async #give() {
    const purposes = this.#boxes.filter(({ checked, disabled }) => checked && !disabled).map(({ name }) =>
      name
    );
    // The boxes are called after the purposes; a test holds the page to the contract.
    const problems = purposes.length > 0 ? await this.filling.give(purposes as Purpose[]) : [];
    if (problems.length === 0) this.goOn();
    return problems;
  }
}
