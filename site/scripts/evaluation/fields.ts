/** How a question of the paper is answered: the shapes that answers/reading.ts reads, holding what was given so far. */

import { makeOrderable } from "../answers/ordering.ts";
import { make } from "../dom.ts";
import type { AnswerInput, PaperParts } from "../generated/documents.ts";
import { proseFrom } from "../trusted.ts";
import * as words from "#messages/screen-answers.ts";

export type Question = PaperParts["questions"][number];

/** What to do, in a sentence; it describes the group of fields. */
export const HINTS: Readonly<Record<Question["kind"], string>> = {
  SINGLE: words.chooseOne,
  MULTIPLE: words.chooseAll,
  TRUE_FALSE: words.chooseOne,
  SHORT: words.writeShort,
  NUMBER: words.writeNumber,
  MATCHING: words.pairUp,
  ORDERING: words.putInOrder,
};

export function fieldsOf(question: Question, given: AnswerInput): HTMLElement {
  switch (question.kind) {
    case "SHORT":
    case "NUMBER":
      return textField(question, given.text ?? "");
    case "MATCHING":
      return lists(question, new Map(given.pairs?.map(({ prompt, choice }) => [prompt, choice])));
    case "ORDERING":
      return items(question, given.choices ?? []);
    default:
      return choices(question, given.choices ?? []);
  }
}

function choices({ kind, choices }: Question, chosen: readonly string[]): HTMLElement {
  const type = kind === "MULTIPLE" ? "checkbox" : "radio";
  const rows = choices.map(({ id, html }) =>
    make(
      "label",
      { class: "choice" },
      make("input", { type, name: "choice", value: id, checked: chosen.includes(id) }),
      make("span", { class: "choice__text" }, proseFrom(html)),
    )
  );
  return make("div", { class: "choices" }, ...rows);
}

function textField({ kind, unit, unitBefore }: Question, value: string): HTMLElement {
  const field = make("input", {
    type: "text",
    id: "answer",
    maxlength: 200,
    autocomplete: "off",
    autocapitalize: "off",
    inputmode: kind === "NUMBER" && "decimal",
    "aria-describedby": unit && "answer-unit",
    value,
  });
  const beside = unit && make("span", { id: "answer-unit" }, unit);
  return make(
    "div",
    { class: "field" },
    make("label", { class: "field__label", for: "answer" }, words.yourAnswer),
    make("span", { class: "unit" }, unitBefore && beside, field, !unitBefore && beside),
  );
}

function lists({ pairs, choices }: Question, chosen: ReadonlyMap<string, string>): HTMLElement {
  const options = choices.map(({ id, html }) => [id, proseFrom(html).textContent ?? ""] as const);
  const rows = pairs.map(({ id, html }) => {
    const list = make("select", { id, name: id }, make("option", { value: "" }, words.choosePair));
    for (const [value, text] of options) {
      list.append(make("option", { value, selected: chosen.get(id) === value }, text));
    }
    const label = make("label", { class: "field__label", for: id }, proseFrom(html));
    return make("div", { class: "field" }, label, list);
  });
  return make("div", { class: "stack stack--tight" }, ...rows);
}

function items({ choices }: Question, order: readonly string[]): HTMLElement {
  const rows = new Map(
    choices.map(({ id, html }) => [
      id,
      make(
        "li",
        { class: "choice", "data-item": id },
        make("span", { class: "choice__text" }, proseFrom(html)),
      ),
    ]),
  );
  // Without an answer they stand as they were drawn.
  const ids = order.length > 0 ? order : rows.keys();
  const list = make("ol", { class: "choices ordering", role: "list" });
  for (const id of ids) list.append(rows.get(id) ?? "");
  const whole = make("div", {}, list);
  makeOrderable(list);
  return whole;
}
