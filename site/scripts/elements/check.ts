/**
 * <jawara-check course="slug" lesson="id" check="id">: a question inside a lesson, answered at once; no account needed.
 * It holds a form that says by itself how it is answered (answers/reading.ts), and a place for the outcome.
 */

import { answerIn, isEmpty, ITEM } from "../answers/reading.ts";
import { makeOrderable } from "../answers/ordering.ts";
import { sentenceFor } from "../api.ts";
import { type Child, make, type NoticeKind, paragraph, styleWhatComesLater, whileBusy } from "../dom.ts";
import type { AnswerCheckResult, AnswerCheckVariables } from "../generated/documents.ts";
import { answerCheck, keepCheck } from "../learning-deeds.ts";
import { isKept } from "../outbox/deeds.ts";
import { lessonChanged } from "./lesson.ts";
import { Screen } from "../screen.ts";
import { Unreachable } from "../transport.ts";
import { proseFrom } from "../trusted.ts";
import * as words from "#messages/screen-answers.ts";
import * as lesson from "#messages/screen-lesson.ts";

type Outcome = NonNullable<AnswerCheckResult["answerCheck"]["outcome"]>;

export class Check extends Screen {
  /** Which form of the answer is shown; what comes later about an older one isn't. */
  #turn = 0;

  protected start(): void {
    const form = this.#one<HTMLFormElement>("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void whileBusy(this.#one<HTMLButtonElement>("button[type=submit]"), () => this.#answer());
    });
    form.addEventListener("input", () => this.#clear());
    form.addEventListener("focusin", styleWhatComesLater, { once: true });
    for (const list of this.querySelectorAll<HTMLElement>(".ordering")) makeOrderable(list);
  }

  #one<Found extends Element>(selector: string): Found {
    const found = this.querySelector<Found>(selector);
    if (!found) throw new Error(`<jawara-check> has no ${selector}`);
    return found;
  }

  async #answer(): Promise<void> {
    this.#clear();
    const answer = answerIn(this);
    if (isEmpty(answer)) {
      this.#tell("info", words.noAnswer, paragraph(words.noAnswerHow));
      this.#one<HTMLElement>("input, select").focus();
      return;
    }
    const answered = {
      course: this.given("course"),
      lesson: this.given("lesson"),
      check: this.given("check"),
      answer,
    };
    try {
      const { outcome, problems, lesson } = await answerCheck(answered);
      if (lesson) lessonChanged(lesson);
      if (outcome) this.#show(outcome);
      else this.#tell("bad", words.notChecked, ...problems.map(({ message }) => paragraph(message)));
    } catch (error) {
      if (!(error instanceof Unreachable && await this.#keep(answered))) {
        this.#tell("bad", words.notChecked, paragraph(sentenceFor(error)));
      }
    }
  }

  /** Once it is sent the outcome is asked for again: practice is answered however often. */
  async #keep(answered: AnswerCheckVariables): Promise<boolean> {
    const turn = this.#turn;
    const again = () => turn === this.#turn && void this.#answer();
    const deed = await keepCheck(answered, again).catch(() => null);
    if (!deed) return false;
    this.#tell("info", words.notChecked, paragraph(isKept(deed) ? words.keptHere : lesson.waitsOnPage));
    return true;
  }

  #show(outcome: Outcome): void {
    const { correct, share, explanation, choices, pairs, right } = outcome;
    const isOrdering = this.querySelector(ITEM) !== null;
    if (isOrdering) this.#markItems(choices);
    else this.#markChoices(choices);
    this.#markPairs(pairs);
    const parts = isOrdering ? choices : pairs;
    const count = parts.filter((part) => part.correct).length;
    this.#tell(
      correct ? "good" : "bad",
      correct ? words.right : share > 0 ? words.partlyRight : words.wrong,
      !correct && parts.length > 0 && paragraph(words.rightOf({ count, total: parts.length })),
      !correct && right !== null && paragraph(words.rightAnswer({ right })),
      make("div", { class: "prose" }, proseFrom(explanation)),
    );
  }

  #markChoices(choices: Outcome["choices"]): void {
    for (const { choice, chosen, correct, feedback } of choices) {
      const verdict = correct ? words.rightChoice : words.notQuite;
      if (chosen || correct) this.#mark(`input[value="${CSS.escape(choice)}"]`, correct, verdict, feedback);
    }
  }

  /** They come in their right order. */
  #markItems(items: Outcome["choices"]): void {
    items.forEach(({ choice, correct, feedback }, at) => {
      const verdict = correct ? words.thisIsRight : words.rightPlace({ place: at + 1 });
      this.#mark(`[data-item="${CSS.escape(choice)}"]`, correct, verdict, feedback);
    });
  }

  #markPairs(pairs: Outcome["pairs"]): void {
    for (const { prompt, right, correct } of pairs) {
      const list = `select[name="${CSS.escape(prompt)}"]`;
      const text = this.querySelector(`${list} [value="${CSS.escape(right)}"]`)?.textContent ?? "";
      this.#mark(list, correct, correct ? words.thisIsRight : words.rightPair({ right: text }));
    }
  }

  /** In words as well as by colour. */
  #mark(selector: string, correct: boolean, verdict: string, feedback: string | null = null): void {
    const box = this.querySelector(selector)?.closest(".choice, .field");
    if (!box) return;
    box.classList.add(correct ? "choice--good" : "choice--bad");
    const more = feedback ? make("div", {}, proseFrom(feedback)) : null;
    const text = box.querySelector(".choice__text, .field__label") ?? box;
    text.append(
      make("div", { class: "choice__feedback", "data-mark": true }, make("strong", {}, verdict), more),
    );
  }

  #tell(kind: NoticeKind, title: string, ...children: Child[]): void {
    const told = make("p", { class: "notice__title" }, title);
    // The place itself is a live region: the notice inside needs no role.
    this.#one(".check__outcome").replaceChildren(
      make("div", { class: `notice notice--${kind}` }, told, ...children),
    );
  }

  #clear(): void {
    this.#turn++;
    for (const mark of this.querySelectorAll("[data-mark]")) mark.remove();
    for (const box of this.querySelectorAll(".choice, .field")) {
      box.classList.remove("choice--good", "choice--bad");
    }
    this.#one(".check__outcome").replaceChildren();
  }
}
