/** An attempt in progress: the clock, one question at a time, the palette, the review, and handing in. */

import { signInHref } from "../address.ts";
import { ask, hasProblem, sentenceFor } from "../api.ts";
import { actions, button, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { clockText } from "../format.ts";
import { OpenAttempt, type PaperParts, SaveAnswer, SubmitAttempt } from "../generated/documents.ts";
import { persistently } from "../retry.ts";
import { phone } from "../storage.ts";
import { Unreachable } from "../transport.ts";
import { AnswerSheet, type WaitingAnswer } from "./answers.ts";
import { Countdown, warningBetween } from "./countdown.ts";
import { paintPalette, palette, STATE_WORDS } from "./palette.ts";
import { questionForm } from "./question.ts";
import { review } from "./review.ts";
import { type SaveOutcome, Sender } from "./sender.ts";

const REVIEW = "#tinjau";

export class Sitting {
  readonly #questions: PaperParts["questions"];
  readonly #owner: string;
  #sheet: AnswerSheet;
  #sender: Sender;
  #countdown: Countdown;
  #secondsBefore: number;
  #isHandingIn = false;
  #isTimeUp = false;

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
      chosen: this.#sheet.choicesOf(question.id),
      onChoose: (choices) => this.#choose(question.id, choices),
    });
    const isLast = index + 1 === total;
    this.#stage.replaceChildren(
      form,
      this.#state,
      actions(
        button(
          isLast ? "Tinjau jawaban" : "Soal berikutnya",
          "primary",
          () => this.#goTo(isLast ? REVIEW : `#soal-${index + 2}`),
        ),
        index > 0 && button("Soal sebelumnya", "quiet", () => this.#goTo(`#soal-${index}`)),
        !isLast && button("Tinjau jawaban", "quiet", () => this.#goTo(REVIEW)),
      ),
    );
  }

  #paint(): void {
    const isReview = location.hash === REVIEW;
    paintPalette(this.#palette, this.#questions, this.#sheet, isReview ? null : this.#index);
    const state = this.#sheet.stateOf(this.#questions[this.#index]?.id ?? "");
    const words = STATE_WORDS[state];
    this.#state.textContent = words.charAt(0).toUpperCase() + words.slice(1) + ".";
    this.#state.dataset["state"] = state;
    this.#saved.textContent = this.#savedWords();
  }

  #savedWords(): string {
    const saved = `${this.#sheet.count("saved")} dari ${this.#questions.length} tersimpan di server`;
    const waiting = this.#sheet.count("waiting");
    if (waiting === 0) return saved;
    if (this.#sender.state === "sending") return `${saved}, menyimpan ${waiting} jawaban…`;
    const place = phone.isKept ? "di ponsel ini" : "di halaman ini; jangan tutup halaman";
    return `${saved}, ${waiting} masih ${place}`;
  }

  // Saving

  #choose(question: string, choices: readonly string[]): void {
    this.#sheet.choose(question, choices);
    this.#paint();
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
      "Jawaban belum diterima server",
      paragraph(message),
      paragraph("Jawaban Anda tetap tersimpan di ponsel ini."),
      actions(
        button("Kirim lagi", "", () => {
          this.#told.replaceChildren();
          return this.#isTimeUp ? this.#handIn() : this.#sender.send();
        }),
        link(signInHref(), "Masuk lagi", "quiet"),
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
    this.#clock.textContent = `Sisa waktu ${clockText(left)}`;
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
    this.#tell(notice("info", "Waktu habis", paragraph("Jawaban Anda sedang dikirim.")));
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
    const title = "Jawaban belum terkirim";
    // Each further try would pull the reader back here.
    if (this.#told.textContent?.startsWith(title)) return;
    const advice = "Jaringan sedang terputus. Kami terus mencoba; biarkan halaman ini terbuka.";
    this.#tell(notice("info", title, paragraph(advice)));
  }

  #leave(): void {
    this.#sheet.discard();
    location.replace(`/hasil/?percobaan=${this.paper.id}`);
  }
}
