/** <jawara-withdrawal>: staff withdraw a question of an evaluation, once they have seen what that does. */

import { ask } from "../api.ts";
import { attempt } from "../deeds.ts";
import { actions, button, type Child, focusOn, make, notice, pairs, paragraph } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { momentText } from "../format.ts";
import {
  EvaluatedClasses,
  EvaluationQuestions,
  type EvaluationQuestionsResult,
  PreviewWithdrawal,
  type PreviewWithdrawalResult,
  type WithdrawalParts,
  WithdrawQuestion,
} from "../generated/documents.ts";
import { labelled } from "../labelled.ts";
import { persistently } from "../retry.ts";
import { put, Screen, show } from "../screen.ts";
import { select } from "../select.ts";
import { isSignedIn } from "../session.ts";
import * as words from "#messages/screen-withdrawal.ts";

type Loaded = NonNullable<EvaluationQuestionsResult["staff"]>;
type Pool = Loaded["evaluationPools"][number];
type Preview = NonNullable<PreviewWithdrawalResult["staff"]>["withdrawalPreview"];

/** How often the state of papers that are being scored again is asked for. */
const WATCH_MS = 3_000;

export class Withdrawal extends Screen {
  readonly #class = select("kelas-soal", "course", words.course, words.chooseClass, words.classMissing);
  readonly #question = select(
    "soal",
    "question",
    words.question,
    words.chooseQuestion,
    words.questionMissing,
  );
  readonly #form = make(
    "form",
    { class: "stack stack--tight", method: "post" },
    this.#class.field,
    this.#question.field,
    labelled(
      "textarea",
      "alasan",
      "reason",
      { label: words.reason, hint: words.reasonHint, missing: words.reasonMissing },
      { rows: 3, minlength: 10, maxlength: 1_000 },
    ),
    make("button", { type: "submit", class: "button" }, words.look),
  );
  readonly #told = make("div", { class: "told" });
  readonly #withdrawn = make("div", { class: "stack stack--tight" });
  #watching = 0;

  protected start(): void {
    if (isSignedIn()) void this.#load();
  }

  async #load(): Promise<void> {
    const onWait = () => put(this, [paragraph(words.loading)]);
    const { staff } = await persistently(() => ask(EvaluatedClasses, {}), { onWait });
    if (!staff) return put(this, []);
    for (const { slug, title } of staff.evaluatedCourses) {
      this.#class.control.append(make("option", { value: slug }, title));
    }
    this.#class.control.addEventListener("change", () => void this.#chosen());
    // What was shown is about another question now.
    this.#question.control.addEventListener("change", () => this.#told.replaceChildren());
    tend(this.#form, async (values) => {
      await this.#look(text(values, "course"), text(values, "question"));
      return [];
    });
    const section = make(
      "section",
      { class: "stack stack--tight" },
      make("h2", {}, words.title),
      paragraph(words.how),
      this.#form,
      this.#told,
      this.#withdrawn,
    );
    put(this, [section]);
  }

  #chosen(): Promise<void> {
    this.#told.replaceChildren();
    this.#offer([]);
    return this.#show(({ evaluationPools }) => this.#offer(evaluationPools));
  }

  #offer(pools: readonly Pool[]): void {
    const { control } = this.#question;
    const first = make("option", { value: "" }, words.chooseQuestion);
    control.replaceChildren(first, ...pools.map(group));
  }

  /** The withdrawn questions of the chosen class, and again while papers are being scored. */
  async #show(also: (loaded: Loaded) => void = () => {}): Promise<void> {
    clearTimeout(this.#watching);
    const course = this.#class.control.value;
    if (!course) return put(this.#withdrawn, []);
    const load = async () => (await ask(EvaluationQuestions, { course })).staff;
    await show(this.#withdrawn, load, (loaded) => {
      if (!loaded || course !== this.#class.control.value) return [];
      also(loaded);
      const isUnderWay = loaded.withdrawnQuestions.some(({ finishedAt }) => finishedAt === null);
      if (isUnderWay) this.#watching = setTimeout(() => void this.#show(), WATCH_MS);
      return listed(loaded.withdrawnQuestions);
    });
  }

  async #look(course: string, question: string): Promise<void> {
    const { staff } = await ask(PreviewWithdrawal, { course, question });
    // Another question may have been chosen while this one's consequences were on their way.
    if (!staff || course !== this.#class.control.value || question !== this.#question.control.value) return;
    const prompt = this.#question.control.selectedOptions[0]?.textContent ?? question;
    const told = make("div", { class: "told" });
    const withdraw = async () => {
      const reason = text(new FormData(this.#form), "reason");
      const send = async () =>
        (await ask(WithdrawQuestion, { course, question, reason })).withdrawQuestion.problems;
      if (await attempt(told, send)) await this.#done();
    };
    const keep = () => {
      this.#told.replaceChildren();
      focusOn(this.#question.control);
    };
    const panel = make(
      "section",
      { class: "card", "aria-label": words.consequences },
      make("h3", { class: "card__title" }, words.consequences),
      ...consequences(prompt, staff.withdrawalPreview),
      told,
      actions(
        !staff.withdrawalPreview.isLast && button(words.withdraw, "primary", withdraw),
        button(words.keep, "quiet", keep),
      ),
    );
    this.#told.replaceChildren(panel);
    focusOn(panel);
  }

  async #done(): Promise<void> {
    (this.#form.elements.namedItem("reason") as HTMLTextAreaElement).value = "";
    await this.#chosen();
    const told = notice("good", words.done, paragraph(words.doneHow));
    this.#told.replaceChildren(told);
    focusOn(told);
  }
}

function consequences(prompt: string, preview: Preview): readonly Child[] {
  const { finishedAttempts, examinedAttempts, changedAttempts, newlyPassing, openAttempts } = preview;
  return [
    make("blockquote", { lang: "id" }, prompt),
    pairs([
      [words.finished, String(finishedAttempts)],
      [words.changed, String(changedAttempts)],
      [words.newlyPassing, String(newlyPassing)],
      [words.open, String(openAttempts)],
    ]),
    examinedAttempts < finishedAttempts && paragraph(words.examined({ count: examinedAttempts })),
    ...preview.smallPools.map((pool) => paragraph(words.smallPool(pool))),
    preview.isLast
      ? notice("bad", words.isLast, paragraph(words.isLastHow))
      : make("p", {}, make("strong", {}, words.final)),
  ];
}

function listed(withdrawn: readonly WithdrawalParts[]): readonly Child[] {
  if (withdrawn.length === 0) return [paragraph(words.noneWithdrawn)];
  const cards = withdrawn.map(({ prompt, reason, withdrawnAt, finishedAt, outcome }) => {
    const { rescoredAttempts: count, changedAttempts: changed, newlyPassed: passed } = outcome;
    return make(
      "article",
      { class: "card" },
      make("h4", { class: "card__title", lang: "id" }, prompt),
      pairs([
        [words.reason, reason],
        [words.withdrawnAt, momentText(withdrawnAt)],
        [words.state, finishedAt === null ? words.underWay({ count }) : words.finishedState({ count })],
        [words.outcome, words.outcomeOf({ changed, passed })],
      ]),
    );
  });
  return [make("h3", {}, words.withdrawn), ...cards];
}

/** The questions of a topic that can still be withdrawn; what only earlier releases ask says so. */
function group({ title, questions }: Pool): HTMLOptGroupElement {
  const options = questions
    .filter(({ isWithdrawn }) => !isWithdrawn)
    .map(({ id, prompt, isCurrent }) =>
      make("option", { value: id }, isCurrent ? prompt : words.earlier({ prompt }))
    );
  return make("optgroup", { label: title }, ...options);
}
