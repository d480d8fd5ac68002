/** A finished paper read back: each question with one's own answer, the right one and why. Fetched when it is asked for. */

import { ask } from "../api.ts";
import { button, type Child, focusOn, make, paragraph, styleWhatComesLater } from "../dom.ts";
import { numberText } from "../format.ts";
import { AttemptReview, type ReviewedParts, type ReviewPolicy } from "../generated/documents.ts";
import { put, show } from "../screen.ts";
import { proseFrom } from "../trusted.ts";
import * as answers from "#messages/screen-answers.ts";
import * as words from "#messages/screen-review.ts";

type Question = ReviewedParts["question"];
type Outcome = NonNullable<ReviewedParts["outcome"]>;

const NOT_YET: Readonly<Record<ReviewPolicy, string | null>> = {
  TOPICS: null,
  AFTER_PASSING: words.afterPassing,
  AFTER_LIMIT: words.afterLimit,
};

/** The section, or nothing where the class never tells more than topics. */
export function reviewSection(id: string, reviewable: boolean, policy: ReviewPolicy): HTMLElement | null {
  const notYet = NOT_YET[policy];
  if (!reviewable && notYet === null) return null;
  const title = make("h2", {}, words.title);
  const told = make("div", { class: "stack" });
  if (reviewable) put(told, [paragraph(words.how), button(words.open, "", () => open(id, title, told))]);
  else put(told, [paragraph(notYet ?? "", "muted")]);
  return make("section", { class: "stack stack--tight" }, title, told);
}

async function open(id: string, title: HTMLElement, told: HTMLElement): Promise<void> {
  const load = async () => (await ask(AttemptReview, { id })).viewer?.attempt?.review ?? null;
  await show(told, load, (review) => {
    styleWhatComesLater();
    // Meanwhile the class may have closed it.
    if (!review) return [paragraph(words.closed)];
    const { questions } = review;
    const standing = questions.flatMap(({ outcome }) => outcome ?? []);
    const right = standing.filter(({ correct }) => correct).length;
    return [paragraph(words.counted({ right, total: standing.length })), ...questions.map(card)];
  });
  focusOn(title);
}

function card(reviewed: ReviewedParts, at: number): HTMLElement {
  const { question, outcome, withdrawn } = reviewed;
  const open = !outcome?.correct;
  return make(
    "details",
    { class: "card reviewed", open },
    make(
      "summary",
      {},
      make("h3", { class: "reviewed__title" }, words.questionOf({ number: at + 1, topic: question.topic })),
      make("span", { class: badgeOf(reviewed) }, verdict(reviewed)),
    ),
    make("div", { class: "prose", lang: "id" }, proseFrom(question.prompt)),
    withdrawn && paragraph(words.withdrawn),
    !question.given && paragraph(words.notAnswered),
    ...(outcome ? answerOf(question, outcome) : [onlyGiven(question)]),
    outcome && make("div", { class: "prose", lang: "id" }, proseFrom(outcome.explanation)),
    reviewed.counted && paragraph(points(reviewed), "muted"),
  );
}

function badgeOf({ outcome }: ReviewedParts): string {
  if (!outcome) return "badge";
  return outcome.correct ? "badge badge--good" : "badge badge--bad";
}

function verdict({ outcome }: ReviewedParts): string {
  if (!outcome) return words.badgeWithdrawn;
  if (outcome.correct) return words.badgeRight;
  return outcome.share > 0 ? words.badgePartly : words.badgeWrong;
}

function points({ earned, points }: ReviewedParts): string {
  return words.points({ earned: numberText(earned), points });
}

function answerOf(question: Question, outcome: Outcome): readonly Child[] {
  switch (question.kind) {
    case "SHORT":
    case "NUMBER":
      return [typed(question, outcome)];
    case "MATCHING":
      return [matched(question, outcome)];
    case "ORDERING":
      return [ordered(question, outcome)];
    default:
      return [chosen(question, outcome)];
  }
}

/** Of a withdrawn question: what was given, and nothing that could be wrong. */
function onlyGiven({ kind, given, choices, pairs }: Question): Child {
  if (!given) return null;
  const texts = new Map([...choices, ...pairs].map(({ id, html }) => [id, plain(html)]));
  const name = (id: string) => texts.get(id) ?? id;
  const said = kind === "MATCHING"
    ? given.pairs.map(({ prompt, choice }) => `${name(prompt)} – ${name(choice)}`)
    : given.text === null
    ? given.choices.map(name)
    : [given.text];
  return paragraph(`${answers.yourAnswer}: ${said.join(", ")}`);
}

function typed({ given }: Question, { correct, right }: Outcome): HTMLElement {
  const rows: [string, string | null][] = [[answers.yourAnswer, given?.text ?? null]];
  if (!correct) rows.push([words.rightAnswer, right]);
  const list = make("dl", { class: "pairs" });
  for (const [name, value] of rows) if (value) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

/** Every choice in the order of the paper; marked in words as well as by colour. */
function chosen({ choices }: Question, outcome: Outcome): HTMLElement {
  const told = new Map(outcome.choices.map((one) => [one.choice, one]));
  const rows = choices.map(({ id, html }) => {
    const { chosen = false, correct = false, feedback = null } = told.get(id) ?? {};
    const marks = [chosen && words.chosen, correct ? answers.rightChoice : chosen && answers.notQuite];
    return row(proseFrom(html), marks, mark(chosen, correct), feedback);
  });
  return make("ul", { class: "choices", role: "list" }, ...rows);
}

function mark(chosen: boolean, correct: boolean): string {
  if (correct) return "choice--good";
  return chosen ? "choice--bad" : "";
}

/** In the right order, each with the place where it was put. */
function ordered({ choices, given }: Question, outcome: Outcome): HTMLElement {
  const htmls = new Map(choices.map(({ id, html }) => [id, html]));
  const rows = outcome.choices.map(({ choice, correct, feedback }) => {
    const place = (given?.choices.indexOf(choice) ?? -1) + 1;
    const marks = [correct ? answers.thisIsRight : place > 0 && words.yourPlace({ place })];
    return row(proseFrom(htmls.get(choice) ?? ""), marks, correct ? "choice--good" : "choice--bad", feedback);
  });
  return make("ol", { class: "choices reviewed__order" }, ...rows);
}

function matched({ choices, pairs }: Question, outcome: Outcome): HTMLElement {
  const texts = new Map([...choices, ...pairs].map(({ id, html }) => [id, plain(html)]));
  const name = (id: string) => texts.get(id) ?? id;
  const rows = outcome.pairs.map(({ prompt, chosen, right, correct }) => {
    const marks = [
      chosen !== null && words.yourPair({ chosen: name(chosen) }),
      correct ? answers.thisIsRight : answers.rightPair({ right: name(right) }),
    ];
    return row(name(prompt), marks, correct ? "choice--good" : "choice--bad", null);
  });
  return make("ul", { class: "choices", role: "list" }, ...rows);
}

function row(text: Child, marks: readonly Child[], className: string, feedback: string | null): HTMLElement {
  const said = marks.filter((one) => typeof one === "string").join(" ");
  return make(
    "li",
    { class: `choice choice--told ${className}`.trimEnd() },
    make(
      "div",
      { class: "choice__text" },
      make("span", { lang: "id" }, text),
      said && make("div", { class: "choice__feedback" }, make("strong", {}, said)),
      feedback && make("div", { class: "choice__feedback", lang: "id" }, proseFrom(feedback)),
    ),
  );
}

function plain(html: string): string {
  return proseFrom(html).textContent ?? "";
}
