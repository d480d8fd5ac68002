/** One step's form: its fields are saved when they are left, and what was typed is found again. */

import { type Control, isControl, mistakeIn, showError } from "../forms.ts";
import { checkTogether, controlsOf, fieldsOf, isHalfWritten, read, write } from "./controls.ts";
import type { Filling } from "./filling.ts";
import { Masked } from "./masked.ts";
import { type Field, isSame, type Value, valueIn } from "./values.ts";

export class FieldForm {
  readonly #masked: readonly Masked[];

  constructor(private readonly form: HTMLFormElement, private readonly filling: Filling) {
    this.#masked = [...form.querySelectorAll<HTMLElement>("[data-masked]")].map((place) =>
      new Masked(place, filling)
    );
    form.addEventListener("input", ({ target }) => {
      if (isControl(target) && target.name) this.#typed(target.name);
    });
    form.addEventListener("change", ({ target }) => {
      if (isControl(target) && target.name) this.#left(target.name);
    });
    // Without a change there is no event of it.
    form.addEventListener("focusout", ({ target }) => {
      if (isControl(target)) this.#maskedFor(target.name)?.closeIfEmpty();
    });
  }

  /** What waited on this phone, else what the server has; what waited is sent. */
  restore(): void {
    this.#forgetUnasked();
    for (const field of fieldsOf(this.form)) {
      const waited = this.filling.drafts.get(field);
      const known = this.#known(field);
      const isNews = waited !== undefined && !isSame(waited, known);
      if (!this.#maskedFor(field)) write(controlsOf(this.form, field), isNews ? waited : known);
      if (isNews) this.#left(field);
      else this.filling.drafts.drop(field);
    }
  }

  draw(): void {
    for (const each of this.#masked) each.draw();
    for (const place of this.form.querySelectorAll<HTMLElement>("[data-lacks]")) {
      const purposes = place.dataset["lacks"]?.split(" ") ?? [];
      place.hidden = purposes.every((purpose) => this.filling.consentTo(purpose));
    }
    for (const part of this.#parts()) {
      open(part, this.filling.consentTo(part.dataset["needs"] ?? "") !== null);
    }
  }

  /** The server has the field. */
  saved(field: Field): void {
    this.#maskedFor(field)?.close();
  }

  #typed(field: Field): void {
    const named = controlsOf(this.form, field);
    checkTogether(named);
    this.filling.drafts.keep(field, read(named));
  }

  #left(field: Field): void {
    const named = controlsOf(this.form, field);
    checkTogether(named);
    if (isHalfWritten(named) || this.#maskedFor(field)?.closeIfEmpty()) return;
    const wrong = named.find(({ validity }) => !validity.valid);
    if (wrong) showError(this.form, field, mistakeIn(wrong));
    else this.filling.saver.put(field, read(named));
  }

  #known(field: Field): Value {
    return this.filling.profile && valueIn(this.filling.profile, field);
  }

  #maskedFor(field: Field): Masked | undefined {
    return this.#masked.find((each) => each.field === field);
  }

  /** A field whose consent is gone may not wait on the phone either. */
  #forgetUnasked(): void {
    for (const part of this.#parts()) {
      if (this.filling.consentTo(part.dataset["needs"] ?? "")) continue;
      for (const control of part.elements) this.filling.saver.forget((control as Control).name);
    }
  }

  /** What is asked for a purpose that needs its own consent. */
  #parts(): readonly HTMLFieldSetElement[] {
    return [...this.form.querySelectorAll<HTMLFieldSetElement>("fieldset[data-needs]")];
  }
}

/** Show a part of a form, or take it out of it: what is not seen is neither checked nor sent. */
export function open(part: HTMLFieldSetElement, isOpen: boolean): void {
  part.hidden = !isOpen;
  part.disabled = !isOpen;
}
