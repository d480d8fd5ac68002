/** The clock of a sitting: what it shows, what it says aloud, and when the time is up. */

import type { OfficeClock } from "../clock.ts";
import { make } from "../dom.ts";
import { clockText } from "../format.ts";
import type { PaperParts } from "../generated/documents.ts";
import * as words from "#messages/screen-sitting.ts";
import { Countdown, warningBetween } from "./countdown.ts";

/** How often what is needed for going on after a restart is written down, and an unsure clock asks for the time. */
const EVERY_SECONDS = 15;

interface Listener {
  askForTime(): Promise<void>;
  /** By the phone's own clock alone, which decides nothing. */
  maybeOver(): void;
  over(): Promise<void>;
}

export class Timer {
  readonly clock = make("p", { class: "sitting__clock", role: "timer" });
  readonly aloud = make("p", { class: "visually-hidden", role: "status" });
  /** From here on no answer is taken. */
  isOver = false;
  #countdown: Countdown;
  #before: number;
  #ticks = 0;
  #isAsking = false;

  constructor(
    { deadlineAt }: PaperParts,
    private readonly office: OfficeClock,
    private readonly listener: Listener,
  ) {
    this.#countdown = new Countdown(deadlineAt, this.office);
    this.#before = this.#countdown.secondsLeft();
  }

  renew({ deadlineAt }: PaperParts): void {
    this.#countdown = new Countdown(deadlineAt, this.office);
    this.#show();
  }

  start(write: () => void): void {
    this.#tick();
    setInterval(() => {
      this.#ticks += 1;
      this.#tick();
      if (this.#ticks % EVERY_SECONDS > 0) return;
      write();
      if (!this.office.isSure) void this.listener.askForTime();
    }, 1_000);
  }

  #show(): number {
    const left = this.#countdown.secondsLeft();
    const time = clockText(left);
    this.clock.textContent = this.office.isSure ? words.timeLeft({ time }) : words.timeLeftByPhone({ time });
    this.clock.dataset["short"] = String(left < 300);
    return left;
  }

  #tick(): void {
    const left = this.#show();
    const warning = warningBetween(this.#before, left);
    if (warning) this.aloud.textContent = warning;
    if (left === 0 && this.#before > 0 && !this.office.isSure) this.listener.maybeOver();
    this.#before = left;
    if (this.#countdown.isOver() && !this.isOver && !this.#isAsking) void this.#end();
  }

  /** The office is asked first: it may have given more time. */
  async #end(): Promise<void> {
    this.#isAsking = true;
    await this.listener.askForTime();
    this.#isAsking = false;
    if (!this.#countdown.isOver()) return;
    this.isOver = true;
    await this.listener.over();
  }
}
