/** How the class was, in five taps and a few words: voluntary, after the result, never a condition of anything. */

import { ask } from "../api.ts";
import { attempt, showAt } from "../deeds.ts";
import { actions, button, focusOn, make, notice, paragraph } from "../dom.ts";
import { dateText } from "../format.ts";
import { DeclineSatisfaction, type SatisfactionParts, SaveSatisfaction } from "../generated/documents.ts";
import { put } from "../screen.ts";
import * as words from "#messages/screen-satisfaction.ts";

const STATEMENTS = [
  ["relevance", words.relevance],
  ["clarity", words.clarity],
  ["length", words.length],
  ["access", words.access],
  ["recommendation", words.recommendation],
] as const;
const SCALE = [words.one, words.two, words.three, words.four, words.five];

/** The section, or nothing for who passed over it, or whose answers can no longer be changed. */
export function satisfactionSection(course: string, said: SatisfactionParts | null): HTMLElement | null {
  if (!said?.open || said.declined) return null;
  const section = make("section", { class: "card satisfaction", "aria-labelledby": "penilaian" });
  if (said.givenAt) thank(section, course, said);
  else drawForm(section, course, said);
  return section;
}

function title(): HTMLElement {
  return make("h2", { class: "card__title", id: "penilaian" }, words.title);
}

function drawForm(section: HTMLElement, course: string, said: SatisfactionParts): void {
  const told = make("div", { class: "told" });
  const form = make(
    "form",
    { class: "stack", method: "post" },
    ...STATEMENTS.map(([name, text]) => statement(name, text, said[name])),
    comment(said.comment ?? ""),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  const save = button(words.send, "primary", async () => {
    const input = read(form);
    const isEmpty = Object.values(input).every((value) => value === null);
    if (isEmpty && !said.givenAt) return showAt(told, notice("info", words.empty, paragraph(words.emptyHow)));
    let saved: SatisfactionParts | null = null;
    const send = async () => {
      const answer = (await ask(SaveSatisfaction, { course, input })).saveSatisfaction;
      saved = answer.satisfaction;
      return answer.problems;
    };
    if (await attempt(told, send, save) && saved) thank(section, course, saved, true);
  });
  const pass = button(words.pass, "quiet", async () => {
    let left: SatisfactionParts | null = null;
    const send = async () => {
      const answer = (await ask(DeclineSatisfaction, { course })).declineSatisfaction;
      left = answer.satisfaction;
      return answer.problems;
    };
    if (await attempt(told, send, pass) && left) passedOver(section, course, left);
  });
  put(section, [title(), paragraph(words.how, "muted"), form, told, actions(save, !said.givenAt && pass)]);
}

function thank(section: HTMLElement, course: string, said: SatisfactionParts, isNew = false): void {
  const until = said.changeableUntil && words.until({ date: dateText(said.changeableUntil) });
  const change = button(words.change, "quiet", () => {
    drawForm(section, course, said);
    focusOn(section.querySelector("h2"));
  });
  put(section, [title(), make("p", { role: "status" }, `${words.thanks} ${until ?? ""}`), actions(change)]);
  if (isNew) focusOn(section.querySelector("h2"));
}

function passedOver(section: HTMLElement, course: string, said: SatisfactionParts): void {
  const back = button(words.fill, "quiet", () => {
    drawForm(section, course, said);
    focusOn(section.querySelector("h2"));
  });
  put(section, [title(), make("p", { role: "status" }, words.passed), actions(back)]);
  focusOn(section.querySelector("h2"));
}

function statement(name: string, text: string, value: number | null): HTMLElement {
  const choices = SCALE.map((meaning, at) => {
    const number = at + 1;
    return make(
      "label",
      { class: "rating__choice" },
      make("input", {
        type: "radio",
        name,
        value: number,
        checked: value === number,
        "aria-label": `${number}: ${meaning}`,
      }),
      make("span", { "aria-hidden": "true" }, String(number)),
    );
  });
  return make(
    "fieldset",
    { class: "rating" },
    make("legend", {}, text),
    make("div", { class: "rating__scale" }, ...choices),
    make(
      "p",
      { class: "rating__ends", "aria-hidden": "true" },
      make("span", {}, words.one),
      make("span", {}, words.five),
    ),
  );
}

function comment(value: string): HTMLElement {
  const area = make("textarea", {
    id: "saran",
    name: "comment",
    rows: 4,
    maxlength: 1_000,
    autocomplete: "off",
    "aria-describedby": "saran-hint",
  });
  area.value = value;
  return make(
    "div",
    { class: "field" },
    make("label", { class: "field__label", for: "saran" }, words.comment),
    make("p", { class: "field__hint", id: "saran-hint" }, words.commentHint),
    area,
  );
}

/** The whole form: what is not ticked is null, so that sending it again comes to the same. */
function read(form: HTMLFormElement) {
  const values = new FormData(form);
  const number = (name: string) => Number(values.get(name)) || null;
  const said = String(values.get("comment") ?? "").trim();
  return {
    relevance: number("relevance"),
    clarity: number("clarity"),
    length: number("length"),
    access: number("access"),
    recommendation: number("recommendation"),
    comment: said || null,
  };
}
