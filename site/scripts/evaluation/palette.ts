/** All questions at a glance: which are saved at the office, which wait on this phone, which are empty. */

import { button, make } from "../dom.ts";
import type { AnswerSheet, AnswerState } from "./answers.ts";

export const STATE_WORDS: Readonly<Record<AnswerState, string>> = {
  saved: "tersimpan di server",
  waiting: "tersimpan di ponsel ini, belum terkirim",
  empty: "belum dijawab",
};

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
    const words = STATE_WORDS[state];
    key.append(make("li", { "data-state": state }, words.charAt(0).toUpperCase() + words.slice(1)));
  }
  const whole = make(
    "nav",
    { class: "stack stack--tight", "aria-label": "Daftar soal" },
    make("h3", {}, "Daftar soal"),
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
    number.setAttribute("aria-label", `Soal ${index + 1}, ${STATE_WORDS[state]}`);
    if (index === current) number.setAttribute("aria-current", "step");
    else number.removeAttribute("aria-current");
  });
}
