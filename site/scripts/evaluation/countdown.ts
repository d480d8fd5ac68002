/** How long an attempt still lasts: by the office's clock as this phone knows it. */

import type { OfficeClock } from "../clock.ts";
import * as words from "#messages/screen-sitting.ts";

export class Countdown {
  readonly #deadline: number;

  constructor(deadlineAt: string, private readonly clock: OfficeClock) {
    this.#deadline = Date.parse(deadlineAt);
  }

  /** Never below zero; nothing is known before the office was heard once. */
  secondsLeft(): number {
    return Math.max(0, (this.#deadline - (this.clock.now() ?? 0)) / 1_000);
  }

  /** Only the office, or the stopwatch since it was heard, ends an attempt; never the phone's own clock. */
  isOver(): boolean {
    return this.secondsLeft() === 0 && this.clock.isSure;
  }
}

const WARNINGS_MINUTES = [10, 5, 1];

/** What to say aloud when the time left goes from `before` to `now` seconds; null when no mark was passed. */
export function warningBetween(before: number, now: number): string | null {
  const passed = WARNINGS_MINUTES.find((minutes) => before > minutes * 60 && now <= minutes * 60);
  return passed === undefined ? null : words.minutesLeft({ minutes: passed });
}
