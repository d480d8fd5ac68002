/** A list to choose from, with its label and its place for a mistake. */

import { make } from "./dom.ts";

export interface Select {
  readonly control: HTMLSelectElement;
  readonly field: HTMLElement;
}

/** `first` is the option that chooses nothing, `missing` what is said where it stays. */
export function select(id: string, name: string, label: string, first: string, missing: string): Select {
  const control = make(
    "select",
    { id, name, required: true, "data-missing": missing, "aria-describedby": `${id}-error` },
    make("option", { value: "" }, first),
  );
  const field = make(
    "div",
    { class: "field" },
    make("label", { class: "field__label", for: id }, label),
    control,
    make("p", { class: "field__error", id: `${id}-error`, "data-error-for": name }),
  );
  return { control, field };
}
