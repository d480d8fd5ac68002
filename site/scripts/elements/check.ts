/**
 * <jawara-check course="slug" lesson="id" check="id">: a question inside a lesson, answered at once; no account needed.
 * It holds a form whose inputs carry the choices' ids as values, and a place for the outcome: .check__outcome.
 */

import { ask, sentenceFor } from "../api.ts";
import { make, type NoticeKind, paragraph, styleWhatComesLater, whileBusy } from "../dom.ts";
import { AnswerCheck, type AnswerCheckResult } from "../generated/documents.ts";
import { Screen } from "../screen.ts";
import { proseFrom } from "../trusted.ts";

type Outcome = NonNullable<AnswerCheckResult["answerCheck"]["outcome"]>;
type ChoiceOutcome = Outcome["choices"][number];

export class Check extends Screen {
  protected start(): void {
    const form = this.#one<HTMLFormElement>("form");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void whileBusy(this.#one<HTMLButtonElement>("button[type=submit]"), () => this.#answer());
    });
    form.addEventListener("change", () => this.#clear());
    form.addEventListener("focusin", styleWhatComesLater, { once: true });
  }

  #one<Found extends Element>(selector: string): Found {
    const found = this.querySelector<Found>(selector);
    if (!found) throw new Error(`<jawara-check> has no ${selector}`);
    return found;
  }

  async #answer(): Promise<void> {
    this.#clear();
    const choices = [...this.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
    if (choices.length === 0) {
      this.#tell(
        "info",
        "Belum ada jawaban",
        paragraph("Pilih jawaban Anda dahulu, lalu tekan Periksa jawaban."),
      );
      this.#one<HTMLElement>("input").focus();
      return;
    }
    try {
      const { outcome, problems } = await this.#sent(choices);
      if (outcome) this.#show(outcome);
      else this.#tell("bad", "Belum diperiksa", ...problems.map(({ message }) => paragraph(message)));
    } catch (error) {
      this.#tell("bad", "Belum diperiksa", paragraph(sentenceFor(error)));
    }
  }

  async #sent(choices: readonly string[]): Promise<AnswerCheckResult["answerCheck"]> {
    const place = { course: this.given("course"), lesson: this.given("lesson"), check: this.given("check") };
    return (await ask(AnswerCheck, { ...place, choices })).answerCheck;
  }

  #show({ correct, explanation, choices }: Outcome): void {
    for (const choice of choices) this.#mark(choice);
    const prose = make("div", { class: "prose" }, proseFrom(explanation));
    this.#tell(correct ? "good" : "bad", correct ? "Jawaban Anda benar" : "Jawaban Anda belum tepat", prose);
  }

  /** Right choices and wrongly chosen ones are marked, in words as well as by colour. */
  #mark({ choice, chosen, correct, feedback }: ChoiceOutcome): void {
    if (!chosen && !correct) return;
    const label = this.querySelector(`input[value="${CSS.escape(choice)}"]`)?.closest("label");
    if (!label) return;
    label.classList.add(correct ? "choice--good" : "choice--bad");
    const verdict = make("strong", {}, correct ? "Jawaban yang benar." : "Kurang tepat.");
    const words = feedback ? make("div", {}, proseFrom(feedback)) : null;
    const text = label.querySelector(".choice__text") ?? label;
    text.append(make("div", { class: "choice__feedback", "data-mark": true }, verdict, words));
  }

  #tell(kind: NoticeKind, title: string, ...children: HTMLElement[]): void {
    const told = make("p", { class: "notice__title" }, title);
    // The place itself is a live region: the notice inside needs no role.
    this.#one(".check__outcome").replaceChildren(
      make("div", { class: `notice notice--${kind}` }, told, ...children),
    );
  }

  #clear(): void {
    for (const mark of this.querySelectorAll("[data-mark]")) mark.remove();
    for (const label of this.querySelectorAll(".choice")) {
      label.classList.remove("choice--good", "choice--bad");
    }
    this.#one(".check__outcome").replaceChildren();
  }
}
