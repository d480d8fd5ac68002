/** One question of the paper as a form: radio buttons for one right answer, boxes for several. */

import { make } from "../dom.ts";
import type { PaperParts } from "../generated/documents.ts";
import { proseFrom } from "../trusted.ts";

export type Question = PaperParts["questions"][number];

export interface AskedAs {
  readonly number: number;
  readonly total: number;
  readonly chosen: readonly string[];
  readonly onChoose: (choices: readonly string[]) => void;
}

export function questionForm(question: Question, { number, total, chosen, onChoose }: AskedAs): HTMLElement {
  const choices = make("div", { class: "choices" });
  for (const { id, html } of question.choices) {
    const input = make("input", {
      type: question.kind === "SINGLE" ? "radio" : "checkbox",
      name: "choice",
      value: id,
      checked: chosen.includes(id),
    });
    choices.append(
      make("label", { class: "choice" }, input, make("span", { class: "choice__text" }, proseFrom(html))),
    );
  }
  choices.addEventListener("change", () => {
    onChoose([...choices.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value));
  });
  const hint = question.kind === "SINGLE" ? "Pilih satu jawaban." : "Pilih semua jawaban yang benar.";
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", { class: "sitting__number", tabindex: -1 }, `Soal ${number} dari ${total}`),
    make("p", { class: "muted" }, question.topic),
    make(
      "fieldset",
      { class: "stack stack--tight", "aria-describedby": "choice-hint" },
      make("legend", { class: "sitting__prompt prose" }, proseFrom(question.prompt)),
      make("p", { class: "field__hint", id: "choice-hint" }, hint),
      choices,
    ),
  );
}
