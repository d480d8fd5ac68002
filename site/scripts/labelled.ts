/** A field that a script makes: label, hint, control and the place for what is wrong with it. */

import { type Attributes, make } from "./dom.ts";
import type { Control } from "./forms.ts";

interface Words {
  readonly label: string;
  readonly hint?: string;
  /** What to write when it is empty, or wrong. */
  readonly missing: string;
}

/** The field; its control gets `id` and `name`, and is required unless the attributes say otherwise. */
export function labelled(
  kind: "input" | "textarea" | "select",
  id: string,
  name: string,
  { label, hint, missing }: Words,
  attributes: Attributes = {},
  options: readonly HTMLOptionElement[] = [],
): HTMLDivElement {
  const control: Control = make(kind, {
    id,
    name,
    required: true,
    autocomplete: kind === "select" ? null : "off",
    "data-missing": missing,
    "data-invalid": missing,
    "aria-describedby": hint ? `${id}-hint ${id}-error` : `${id}-error`,
    ...attributes,
  });
  control.append(...options);
  return make(
    "div",
    { class: "field" },
    make("label", { class: "field__label", for: id }, label),
    hint && make("p", { class: "field__hint", id: `${id}-hint` }, hint),
    control,
    make("p", { class: "field__error", id: `${id}-error`, "data-error-for": name }),
  );
}
