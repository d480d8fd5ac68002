/** An attempt in progress: the clock, one question at a time, the palette, the review, and handing in. */

import { here, signInHref } from "../address.ts";
import { ask, hasProblem, sentenceFor } from "../api.ts";
import { actions, button, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { clockText } from "../format.ts";
import {
  type AnswerInput,
  OpenAttempt,
  type PaperParts,
  SaveAnswer,
  SubmitAttempt,
} from "../generated/documents.ts";
import { persistently } from "../retry.ts";
import { phone } from "../storage.ts";
import { Unreachable } from "../transport.ts";
import { AnswerSheet, type WaitingAnswer } from "./answers.ts";
import { Countdown, warningBetween } from "./countdown.ts";
import { paintPalette, palette, stateSentence } from "./palette.ts";
import { questionForm } from "./question.ts";
import { review } from "./review.ts";
import { type SaveOutcome, Sender } from "./sender.ts";
import * as words from "#messages/screen-sitting.ts";

const REVIEW = "#tinjau";

/** How long after the last letter what is typed is sent; it is on this phone from the first one. */
const TYPING_PAUSE_MS = 1_000;

export class Sitting {
  readonly #questions: PaperParts["questions"];
  readonly #owner: string;
  #sheet: AnswerSheet;
  #sender: Sender;
  #countdown: Countdown;
  #secondsBefore: number;
  #isHandingIn = false;
  #isTimeUp = false;
  #typing = 0;

  readonly #clock = make("p", { class: "sitting__clock", role: "timer" });
  readonly #saved = make("p", { class: "sitting__saved" });
  readonly #aloud = make("p", { class: "visually-hidden", role: "status" });
  readonly #told = make("div", { class: "told" });
  readonly #stage = make("div", { class: "stack" });
  readonly #state = make("p", { class: "save-state", role: "status" });
  readonly #palette: HTMLElement;

  constructor(private readonly host: HTMLElement, account: string, private readonly paper: PaperParts) {
    this.#questions = paper.questions;
    this.#owner = `${account}.${paper.id}`;
    this.#sheet = new AnswerSheet(phone, this.#owner, paper.questions);
    this.#sender = this.#newSender();
    this.#countdown = this.#newCountdown(paper);
    this.#secondsBefore = this.#countdown.secondsLeft();
    this.#palette = palette(this.#questions, this.#sheet, (index) => this.#goTo(`#soal-${index + 1}`));
  }

  open(): void {
    const bar = make("div", { class: "sitting__bar" }, this.#clock, this.#saved);
    this.host.replaceChildren(bar, this.#aloud, this.#stage, this.#told, this.#palette);
    addEventListener("popstate", () => this.#draw());
    addEventListener("online", () => void this.#sender.send());
    document.addEventListener("visibilitychange", () => {
      // Clocks may stand still while the phone sleeps.
      if (!document.hidden) void this.#askForTime();
    });
    // "Back" after handing in must not show a closed attempt as if it went on.
    addEventListener("pageshow", ({ persisted }) => void (persisted && this.#askForTime()));
    setInterval(() => this.#tick(), 1_000);
    this.#draw();
    this.#tick();
    void this.#sender.send();
  }

  #newSender(): Sender {
    return new Sender(this.#sheet, {
      save: (answer) => this.#save(answer),
      onChange: () => this.#senderChanged(),
    });
  }

  #newCountdown({ deadlineAt, serverTime }: PaperParts): Countdown {
    return new Countdown(deadlineAt, serverTime, () => performance.now());
  }

  // What is on the stage

  get #index(): number {
    const number = Number(location.hash.replace("#soal-", ""));
    return number >= 1 && number <= this.#questions.length ? Math.floor(number) - 1 : 0;
  }

  #goTo(fragment: string): void {
    history.pushState(null, "", fragment);
    this.#draw();
    // Every question begins at the same place: the clock on top, the question below it.
    this.host.scrollIntoView();
    focusOn(this.#stage.querySelector("h2"));
  }

  #draw(): void {
    if (location.hash === REVIEW) this.#drawReview();
    else this.#drawQuestion(this.#index);
    this.#paint();
  }

  #drawReview(): void {
    this.#stage.replaceChildren(review(this.#questions, this.#sheet, {
      back: () => this.#goTo("#soal-1"),
      goTo: (index) => this.#goTo(`#soal-${index + 1}`),
      submit: () => this.#handIn(),
    }));
  }

  #drawQuestion(index: number): void {
    const question = this.#questions[index];
    if (!question) return;
    const total = this.#questions.length;
    const form = questionForm(question, {
      number: index + 1,
      total,
      given: this.#sheet.answerTo(question.id),
      onAnswer: (answer, isTyping) => this.#keep(question.id, answer, isTyping),
      onTyped: () => this.#sendOnce(),
    });
    const isLast = index + 1 === total;
    this.#stage.replaceChildren(
      form,
      this.#state,
      actions(
        button(
          isLast ? words.review : words.next,
          "primary",
          () => this.#goTo(isLast ? REVIEW : `#soal-${index + 2}`),
        ),
        index > 0 && button(words.previous, "quiet", () => this.#goTo(`#soal-${index}`)),
        !isLast && button(words.review, "quiet", () => this.#goTo(REVIEW)),
      ),
    );
  }

  #paint(): void {
    const isReview = location.hash === REVIEW;
    paintPalette(this.#palette, this.#questions, this.#sheet, isReview ? null : this.#index);
    const state = this.#sheet.stateOf(this.#questions[this.#index]?.id ?? "");
    const sentence = `${stateSentence(state)}.`;
    // A live region that is written anew is read anew, with each letter that is typed.
    if (this.#state.textContent !== sentence) this.#state.textContent = sentence;
    this.#state.dataset["state"] = state;
    this.#saved.textContent = this.#savedWords();
  }

  #savedWords(): string {
    const saved = words.savedOf({ saved: this.#sheet.count("saved"), total: this.#questions.length });
    const waiting = this.#sheet.count("waiting");
    if (waiting === 0) return saved;
    if (this.#sender.state === "sending") return words.saving({ saved, waiting });
    return phone.isKept ? words.keptHere({ saved, waiting }) : words.keptOnPage({ saved, waiting });
  }

  // Saving

  #keep(question: string, answer: AnswerInput, isTyping: boolean): void {
    this.#sheet.put(question, answer);
    this.#paint();
    clearTimeout(this.#typing);
    if (isTyping) this.#typing = setTimeout(() => this.#sendOnce(), TYPING_PAUSE_MS);
    else this.#sendOnce();
  }

  /** Where it waits for the network or for the reader, it goes on waiting. */
  #sendOnce(): void {
    clearTimeout(this.#typing);
    if (this.#sender.state !== "unreachable" && this.#sender.state !== "refused") void this.#sender.send();
  }

  async #save(answer: WaitingAnswer): Promise<SaveOutcome> {
    try {
      const { saveAnswer } = await ask(SaveAnswer, { attempt: this.paper.id, ...answer });
      if (saveAnswer.sequence !== null) return { kind: "saved", sequence: saveAnswer.sequence };
      if (hasProblem(saveAnswer.problems, "ATTEMPT_CLOSED")) return { kind: "closed" };
      return { kind: "refused", message: saveAnswer.problems[0]?.message ?? "" };
    } catch (error) {
      if (error instanceof Unreachable) throw error;
      return { kind: "refused", message: sentenceFor(error) };
    }
  }

  #senderChanged(): void {
    this.#paint();
    if (this.#sender.state === "closed") this.#leave();
    if (this.#sender.state === "unreachable" && this.#isHandingIn) this.#tellPatience();
    if (this.#sender.state === "overtaken") void this.#askForTime();
    if (this.#sender.state === "refused") this.#tellRefusal(this.#sender.refusal);
  }

  #tellRefusal(message: string): void {
    const told = notice(
      "bad",
      words.refused,
      paragraph(message),
      paragraph(words.refusedHow),
      actions(
        button(words.sendAgain, "", () => {
          this.#told.replaceChildren();
          return this.#isTimeUp ? this.#handIn() : this.#sender.send();
        }),
        link(signInHref(), words.signInAgain, "quiet"),
      ),
    );
    this.#tell(told);
    focusOn(told);
  }

  /** Below what is on the stage, and in sight wherever the reader is. */
  #tell(told: HTMLElement): void {
    this.#told.replaceChildren(told);
    told.scrollIntoView({ block: "nearest" });
  }

  // Time

  #tick(): void {
    const left = this.#countdown.secondsLeft();
    this.#clock.textContent = words.timeLeft({ time: clockText(left) });
    this.#clock.dataset["short"] = String(left < 300);
    const warning = warningBetween(this.#secondsBefore, left);
    if (warning) this.#aloud.textContent = warning;
    this.#secondsBefore = left;
    if (left <= 0 && !this.#isTimeUp) void this.#timeIsUp();
  }

  /** The server's clock and answers: after sleep, and when another device has answered meanwhile. */
  async #askForTime(): Promise<PaperParts | null> {
    const answer = await ask(OpenAttempt, { id: this.paper.id }).catch(() => null);
    const paper = answer?.viewer?.attempt ?? null;
    if (!paper) return null;
    if (paper.state === "CLOSED") this.#leave();
    this.#countdown = this.#newCountdown(paper);
    if (this.#sender.state === "overtaken") {
      this.#sheet = new AnswerSheet(phone, this.#owner, paper.questions);
      this.#sender = this.#newSender();
      this.#draw();
    }
    return paper;
  }

  async #timeIsUp(): Promise<void> {
    this.#isTimeUp = true;
    await this.#askForTime();
    // The phone's clock ran ahead: there is time left.
    this.#isTimeUp = this.#countdown.secondsLeft() <= 0;
    if (!this.#isTimeUp) return;
    this.#tell(notice("info", words.timeUp, paragraph(words.timeUpHow)));
    await this.#handIn();
  }

  // Handing in

  async #handIn(): Promise<void> {
    if (this.#isHandingIn) return;
    this.#isHandingIn = true;
    for (const fieldset of this.#stage.querySelectorAll("fieldset")) fieldset.disabled = true;
    await this.#sender.send();
    if (this.#sender.state === "idle") await this.#submit();
    this.#isHandingIn = false;
    for (const fieldset of this.#stage.querySelectorAll("fieldset")) fieldset.disabled = this.#isTimeUp;
  }

  async #submit(): Promise<void> {
    const submit = () => ask(SubmitAttempt, { attempt: this.paper.id });
    try {
      const { submitAttempt } = await persistently(submit, { onWait: () => this.#tellPatience() });
      const { attempt, problems } = submitAttempt;
      if (attempt || hasProblem(problems, "ATTEMPT_CLOSED")) this.#leave();
      else this.#tellRefusal(problems[0]?.message ?? "");
    } catch (error) {
      this.#tellRefusal(sentenceFor(error));
    }
  }

  #tellPatience(): void {
    // Each further try would pull the reader back here.
    if (this.#told.textContent?.startsWith(words.notSent)) return;
    this.#tell(notice("info", words.notSent, paragraph(words.notSentHow)));
  }

  #leave(): void {
    this.#sheet.discard();
    location.replace(`${here("/hasil/")}?percobaan=${this.paper.id}`);
  }
}
