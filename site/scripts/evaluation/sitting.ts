/** An attempt in progress: one question at a time, the clock, the palette, the review, and handing in. */

import { here, signInHref } from "../address.ts";
import { ask } from "../api.ts";
import { actions, button, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { timeText } from "../format.ts";
import { type AnswerInput, OpenAttempt, type PaperParts } from "../generated/documents.ts";
import type { Outbox } from "../outbox/box.ts";
import { type Deed, isKept } from "../outbox/deeds.ts";
import * as outboxWords from "#messages/screen-outbox.ts";
import * as words from "#messages/screen-sitting.ts";
import type { AnswerState } from "./answers.ts";
import { handingIn } from "./handing-in.ts";
import type { Memory } from "./kept.ts";
import { paintPalette, palette, stateSentence } from "./palette.ts";
import { questionForm } from "./question.ts";
import { review } from "./review.ts";
import { Timer } from "./timer.ts";

const REVIEW = "#tinjau";

/** How long after the last letter what is typed is sent; it is on this phone from the first one. */
const TYPING_PAUSE_MS = 1_000;

export class Sitting {
  readonly #timer: Timer;
  #deeds: readonly Deed[] = [];
  /** The answer that the form on the stage shows; what differs came from elsewhere. */
  #onStage = "";
  #isLeaving = false;
  #typing = 0;

  readonly #saved = make("p", { class: "sitting__saved" });
  readonly #offline = make("div", { class: "told" });
  readonly #told = make("div", { class: "told" });
  readonly #stage = make("div", { class: "stack" });
  readonly #state = make("p", { class: "save-state", role: "status" });
  readonly #palette: HTMLElement;

  constructor(
    private readonly host: HTMLElement,
    private readonly box: Outbox,
    private readonly memory: Memory,
  ) {
    const { paper } = memory;
    this.#palette = palette(paper.questions, (index) => this.#goTo(`#soal-${index + 1}`));
    this.#timer = new Timer(paper, memory.clock, {
      askForTime: () => this.askOffice(),
      maybeOver: () => this.#tell(notice("info", words.maybeOver, paragraph(words.maybeOverHow))),
      over: () => this.#timeIsUp(),
    });
  }

  async open(): Promise<void> {
    const bar = make("div", { class: "sitting__bar" }, this.#timer.clock, this.#saved);
    this.host.replaceChildren(this.#offline, bar, this.#timer.aloud, this.#stage, this.#told, this.#palette);
    await this.#follow();
    addEventListener("popstate", () => this.#draw());
    addEventListener("online", () => void this.askOffice());
    document.addEventListener("visibilitychange", () => {
      this.#turnTo();
      // Stopwatches may stand still while the phone sleeps.
      if (!document.hidden) void this.askOffice();
    });
    // "Back" after handing in must not show a closed attempt as if it went on.
    addEventListener("pageshow", ({ persisted }) => void (persisted && this.askOffice()));
    addEventListener("pagehide", () => void this.#keepProgress());
    this.box.onChange(() => void this.#follow());
    this.#draw();
    this.#timer.start(() => void this.#keepProgress());
    void this.memory.keepPaper();
    void this.#keepProgress();
    void this.box.send();
    if (this.memory.clock.isSure) return;
    this.#offline.append(notice("info", words.stillOpen, paragraph(words.stillOpenHow)));
    void this.askOffice();
  }

  // What is on the stage

  get #questions(): PaperParts["questions"] {
    return this.memory.paper.questions;
  }

  get #index(): number {
    const number = Number(location.hash.replace("#soal-", ""));
    return number >= 1 && number <= this.#questions.length ? Math.floor(number) - 1 : 0;
  }

  get #question(): PaperParts["questions"][number] | undefined {
    return location.hash === REVIEW || this.#submission ? undefined : this.#questions[this.#index];
  }

  /** The answers are to be handed in, and wait for it. */
  get #submission(): Deed | undefined {
    return this.#deeds.find(({ kind, state }) => kind === "submit" && state === "waiting");
  }

  #goTo(fragment: string): void {
    history.pushState(null, "", fragment);
    this.#draw();
    // Every question begins at the same place: the clock on top, the question below it.
    this.host.scrollIntoView();
    focusOn(this.#stage.querySelector("h2"));
  }

  #draw(): void {
    this.#turnTo();
    if (this.#submission) this.#drawHandingIn(this.#submission);
    else if (location.hash === REVIEW) this.#drawReview();
    else this.#drawQuestion(this.#index);
    this.#paint();
  }

  #drawReview(): void {
    this.#stage.replaceChildren(review(this.#questions, this.memory.sheet, {
      back: () => this.#goTo("#soal-1"),
      goTo: (index) => this.#goTo(`#soal-${index + 1}`),
      submit: () => this.#handIn(),
      marked: this.memory.marked,
    }));
  }

  #drawHandingIn(deed: Deed): void {
    this.#stage.replaceChildren(handingIn({
      paper: this.memory.paper,
      deed,
      state: this.box.state,
      isOnPageOnly: this.#isOnPageOnly,
      back: this.#timer.isOver ? null : () => this.box.drop(deed),
      again: () => this.box.send(),
    }));
  }

  #drawQuestion(index: number): void {
    const question = this.#questions[index];
    if (!question) return;
    const total = this.#questions.length;
    const given = this.memory.sheet.answerTo(question.id);
    this.#onStage = JSON.stringify(given);
    const form = questionForm(question, {
      number: index + 1,
      total,
      given,
      onAnswer: (answer, isTyping) => void this.#keep(question.id, answer, isTyping),
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
        this.#markButton(question.id),
      ),
    );
    this.#lock();
  }

  #markButton(question: string): HTMLButtonElement {
    const mark = button(words.mark, "quiet", () => {
      if (!this.memory.marked.delete(question)) this.memory.marked.add(question);
      mark.setAttribute("aria-pressed", String(this.memory.marked.has(question)));
      this.#paint();
      void this.#keepProgress();
    });
    mark.setAttribute("aria-pressed", String(this.memory.marked.has(question)));
    return mark;
  }

  #paint(): void {
    const current = this.#question;
    paintPalette(
      this.#palette,
      this.#questions,
      this.memory.sheet,
      this.memory.marked,
      current ? this.#index : null,
    );
    const id = current?.id ?? "";
    this.#tellState(this.memory.sheet.stateOf(id), this.#stateWords(id));
  }

  /** Of the question on the stage, and of all together. */
  #tellState(state: AnswerState | "writing", sentence: string): void {
    // A live region that is written anew is read anew, with each letter that is typed.
    if (this.#state.textContent !== sentence) this.#state.textContent = sentence;
    this.#state.dataset["state"] = state;
    this.#saved.textContent = this.#savedWords(state === "writing");
  }

  #stateWords(question: string): string {
    const state = this.memory.sheet.stateOf(question);
    const at = this.memory.sheet.savedAt(question);
    if (state === "saved" && at) return words.savedAt({ time: timeText(at) });
    return state === "waiting" && this.#isOnPageOnly ? words.onPage : `${stateSentence(state)}.`;
  }

  #savedWords(isWriting: boolean): string {
    const saved = words.savedOf({ saved: this.memory.sheet.count("saved"), total: this.#questions.length });
    const waiting = this.memory.sheet.count("waiting");
    if (waiting === 0) return saved;
    if (this.#isOnPageOnly) return words.keptOnPage({ saved, waiting });
    if (isWriting || this.box.state === "sending") return words.saving({ saved, waiting });
    return words.keptHere({ saved, waiting });
  }

  get #isOnPageOnly(): boolean {
    return this.#deeds.some((deed) => deed.state === "waiting" && !isKept(deed));
  }

  // Saving

  async #keep(question: string, answer: AnswerInput, isTyping: boolean): Promise<void> {
    this.#onStage = JSON.stringify(answer);
    const said = this.memory.sheet.put(question, answer);
    // The office has another answer than the form from now on, and this phone none yet. Where one waits already the line
    // stays, or it would be read aloud with each letter that is typed.
    if (this.#state.dataset["state"] !== "waiting") this.#tellState("writing", words.writing);
    const spent = this.memory.attention.secondsOn(question);
    clearTimeout(this.#typing);
    if (isTyping) this.#typing = setTimeout(() => this.#sendOnce(), TYPING_PAUSE_MS);
    await this.box.add(
      this.memory.account,
      "answer",
      { ...said, attempt: this.memory.paper.id, spent },
    );
    if (!isTyping) this.#sendOnce();
  }

  /** Where it waits for the network or for its owner, it goes on waiting. */
  #sendOnce(): void {
    clearTimeout(this.#typing);
    if (this.box.state !== "unreachable" && this.box.state !== "stranger") void this.box.send();
  }

  async #keepProgress(): Promise<void> {
    if (this.#isLeaving) return;
    await this.memory.keepProgress(this.memory.clock.reading());
  }

  #turnTo(): void {
    this.memory.attention.turnTo(document.hidden ? null : this.#question?.id ?? null);
  }

  /** What has become of the deeds, here, in another tab or by the service worker. */
  async #follow(): Promise<void> {
    const hadSubmission = this.#submission !== undefined;
    this.#deeds = await this.box.of(this.memory.account, this.memory.paper.id);
    const isOvertaken = this.memory.sheet.take(this.#deeds);
    if (this.#deeds.some(isTheEnd)) return void this.#leave();
    if (isOvertaken) void this.askOffice().then(() => this.#tellElsewhere());
    const given = JSON.stringify(this.memory.sheet.answerTo(this.#question?.id ?? ""));
    const isOther = this.#question !== undefined && given !== this.#onStage;
    if (isOther || this.#submission || hadSubmission) this.#draw();
    else this.#paint();
    this.#tellTrouble();
  }

  #tellTrouble(): void {
    const refused = this.#deeds.find(({ state }) => state === "refused");
    if (refused) {
      const seen = button(outboxWords.understood, "", async () => {
        this.#told.replaceChildren();
        await this.box.drop(refused);
      });
      this.#tell(
        notice("bad", words.refused, paragraph(refused.problem?.message ?? ""), actions(seen)),
      );
    } else if (!this.#submission) {
      const held = this.#deeds.find(({ state, problem }) => state === "waiting" && problem)?.problem?.message;
      const isStranger = this.box.state === "stranger" && this.memory.sheet.count("waiting") > 0;
      if (held || isStranger) this.#tellHeld(held ?? outboxWords.signInToSend);
    }
  }

  /** It passes: the answers stay, and the reader can do something. */
  #tellHeld(message: string): void {
    if (this.#told.textContent?.includes(message)) return;
    this.#tell(notice(
      "bad",
      words.refused,
      paragraph(message),
      paragraph(words.refusedHow),
      actions(
        button(words.sendAgain, "", () => {
          this.#told.replaceChildren();
          return this.box.send();
        }),
        link(signInHref(), words.signInAgain, "quiet"),
      ),
    ));
  }

  /** Below what is on the stage, and in sight wherever the reader is. */
  #tell(told: HTMLElement): void {
    if (told.textContent === this.#told.textContent) return;
    this.#told.replaceChildren(told);
    told.scrollIntoView({ block: "nearest" });
  }

  // Time, and what other phones did

  /** The office's clock and answers; nothing where it can't be reached. */
  async askOffice(): Promise<void> {
    const answer = await ask(OpenAttempt, { id: this.memory.paper.id }).catch(() => null);
    const paper = answer?.viewer?.attempt ?? null;
    if (!paper) return;
    if (paper.state === "CLOSED") {
      await this.box.send();
      return void this.#leave();
    }
    this.memory.clock.set(Date.parse(paper.serverTime));
    if (this.memory.sheet.renew(paper.questions)) this.#tellElsewhere();
    await this.memory.renew(paper);
    this.#timer.renew(paper);
    this.#offline.replaceChildren();
    if (this.#told.textContent?.startsWith(words.maybeOver)) this.#told.replaceChildren();
    await this.#keepProgress();
    await this.#follow();
  }

  #tellElsewhere(): void {
    this.#tell(notice("info", words.elsewhere, paragraph(words.elsewhereHow)));
  }

  async #timeIsUp(): Promise<void> {
    this.#tell(notice("info", words.timeUp, paragraph(words.timeUpHow)));
    this.#lock();
    await this.#handIn();
  }

  #lock(): void {
    for (const fieldset of this.#stage.querySelectorAll("fieldset")) {
      fieldset.disabled = this.#timer.isOver;
    }
  }

  // Handing in

  async #handIn(): Promise<void> {
    clearTimeout(this.#typing);
    await this.box.add(this.memory.account, "submit", { attempt: this.memory.paper.id });
    await this.box.send();
    focusOn(this.#stage.querySelector("h2"));
  }

  async #leave(): Promise<void> {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    await this.memory.forget();
    await this.box.close(this.memory.account, this.memory.paper.id);
    location.replace(`${here("/hasil/")}?percobaan=${this.memory.paper.id}`);
  }
}

/** The office has taken the submission, or had closed the attempt before an answer came. */
function isTheEnd({ kind, state, problem }: Deed): boolean {
  return kind === "submit" ? state === "sent" : problem?.code === "ATTEMPT_CLOSED";
}
