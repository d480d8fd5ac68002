/** All questions at a glance: which are saved at the office, which wait on this phone, which are empty or marked. */

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
  return beginning(STATE_WORDS[state]);
}

function beginning(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

type Asked = readonly { readonly id: string }[];

export function palette(questions: Asked, go: (index: number) => void): HTMLElement {
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
  key.append(make("li", { "data-marked": true }, beginning(words.marked)));
  return make(
    "nav",
    { class: "stack stack--tight", "aria-label": words.allQuestions },
    make("h3", {}, words.allQuestions),
    list,
    key,
  );
}

export function paintPalette(
  whole: HTMLElement,
  questions: Asked,
  sheet: AnswerSheet,
  marked: ReadonlySet<string>,
  current: number | null,
): void {
  whole.querySelectorAll(".palette__number").forEach((number, index) => {
    const id = questions[index]?.id ?? "";
    const state = sheet.stateOf(id);
    const told = marked.has(id) ? `${STATE_WORDS[state]}, ${words.marked}` : STATE_WORDS[state];
    number.setAttribute("data-state", state);
    number.toggleAttribute("data-marked", marked.has(id));
    number.setAttribute("aria-label", words.question({ number: index + 1, state: told }));
    if (index === current) number.setAttribute("aria-current", "step");
    else number.removeAttribute("aria-current");
  });
}
