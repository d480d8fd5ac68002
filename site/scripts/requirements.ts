/** What a certificate still depends on: each requirement with how it stands, and the one link that mends it. */

import { hrefTo } from "./address.ts";
import { type Child, make, plainLink } from "./dom.ts";
import { momentText } from "./format.ts";
import type { RequirementParts, RequirementState } from "./generated/documents.ts";
import * as words from "#messages/screen-requirements.ts";

const STATES: Readonly<Record<RequirementState, string>> = {
  DONE: words.done,
  OPEN: words.open,
  WAITING: words.waiting,
  BLOCKED: words.blocked,
};

type LessonRequirement = RequirementParts["lessons"][number];

/** The whole list; null once nothing is missing. */
export function missingList(requirements: readonly RequirementParts[]): HTMLElement | null {
  if (requirements.every(({ state }) => state === "DONE")) return null;
  const list = make("ul", { class: "requirements" }, ...requirements.map(line));
  return make("div", { class: "stack stack--tight" }, make("p", {}, words.title), list);
}

function line({ state, message, link, waitsUntil, lessons }: RequirementParts): HTMLElement {
  const told = waitsUntil ? `${message} (${words.from({ moment: momentText(waitsUntil) })})` : message;
  const open = lessons.filter((lesson) => lesson.state !== "DONE");
  return make(
    "li",
    { "data-state": state.toLowerCase() },
    row(state, told, link),
    open.length > 0 && more(open),
  );
}

function row(
  state: RequirementParts["state"],
  text: string,
  link: string,
  ...rest: Child[]
): HTMLElement {
  const said = make(
    "span",
    {},
    make("span", { class: "visually-hidden" }, `${STATES[state]}: `),
    text,
    ...rest,
  );
  if (state === "DONE") return make("p", {}, said);
  const leads = plainLink(hrefTo(link), "");
  leads.append(said);
  return leads;
}

/** Folded: a class of twenty lessons would bury the other three lines. */
function more(lessons: readonly LessonRequirement[]): HTMLElement {
  const lines = lessons.map(({ title, state, message, link }) =>
    make("li", { "data-state": state.toLowerCase() }, row(state, title, link, make("small", {}, message)))
  );
  const summary = make("summary", {}, words.lessons({ count: lessons.length }));
  return make("details", {}, summary, make("ul", {}, ...lines));
}
