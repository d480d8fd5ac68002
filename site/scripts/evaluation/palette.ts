/** All questions at a glance: which are saved at the office, which wait on this phone, which are empty. */

import { button, make } from "../dom.ts";
import type { AnswerSheet, AnswerState } from "./answers.ts";
import * as words from "#messages/screen-sitting.ts";

const STATE_WORDS: Readonly<Record<AnswerState, string>> = {
  saved: words.saved,
  waiting: words.waiting,
  empty: words.empty,
};

/** The state of an answer where it begins a line. */
export function stateSentence(state: AnswerState): string {
  const words = STATE_WORDS[state];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function palette(
  questions: readonly { readonly id: string }[],
  sheet: AnswerSheet,
  go: (index: number) => void,
): HTMLElement {
  const list = make("ol", { class: "palette" });
  questions.forEach((_, index) => {
    const number = button(String(index + 1), "", () => go(index));
    number.className = "palette__number";
    list.append(make("li", {}, number));
  });
  const key = make("ul", { class: "palette-key" });
  for (const state of ["saved", "waiting", "empty"] as const) {
    key.append(make("li", { "data-state": state }, stateSentence(state)));
  }
  const whole = make(
    "nav",
    { class: "stack stack--tight", "aria-label": words.allQuestions },
    make("h3", {}, words.allQuestions),
    list,
    key,
  );
  paintPalette(whole, questions, sheet, null);
  return whole;
}

export function paintPalette(
  whole: HTMLElement,
  questions: readonly { readonly id: string }[],
  sheet: AnswerSheet,
  current: number | null,
): void {
  whole.querySelectorAll(".palette__number").forEach((number, index) => {
    const state = sheet.stateOf(questions[index]?.id ?? "");
    number.setAttribute("data-state", state);
    number.setAttribute("aria-label", words.question({ number: index + 1, state: STATE_WORDS[state] }));
    if (index === current) number.setAttribute("aria-current", "step");
    else number.removeAttribute("aria-current");
  });
}
