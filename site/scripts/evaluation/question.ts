/** One question of the paper as a form. */

import { answerIn } from "../answers/reading.ts";
import { make } from "../dom.ts";
import type { AnswerInput } from "../generated/documents.ts";
import { proseFrom } from "../trusted.ts";
import { fieldsOf, HINTS, type Question } from "./fields.ts";
import * as words from "#messages/screen-sitting.ts";

export interface AskedAs {
  readonly number: number;
  readonly total: number;
  readonly given: AnswerInput;
  /** `isTyping`: more of it may come at once. */
  readonly onAnswer: (answer: AnswerInput, isTyping: boolean) => void;
  /** What was typed is finished. */
  readonly onTyped: () => void;
}

export function questionForm(
  question: Question,
  { number, total, given, onAnswer, onTyped }: AskedAs,
): HTMLElement {
  const fields = fieldsOf(question, given);
  const isTyped = question.kind === "SHORT" || question.kind === "NUMBER";
  fields.addEventListener("input", () => onAnswer(answerIn(fields), isTyped));
  if (isTyped) fields.addEventListener("change", onTyped);
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", { class: "sitting__number", tabindex: -1 }, words.questionOf({ number, total })),
    make("p", { class: "muted" }, question.topic),
    make(
      "fieldset",
      { class: "stack stack--tight", "aria-describedby": "answer-hint" },
      make("legend", { class: "sitting__prompt prose" }, proseFrom(question.prompt)),
      make("p", { class: "field__hint", id: "answer-hint" }, HINTS[question.kind]),
      fields,
    ),
  );
}
