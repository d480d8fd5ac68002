/** How long an attempt still lasts: by the server's clock, never by the phone's date. */

import * as words from "#messages/screen-sitting.ts";

/** `tick` gives milliseconds that only ever grow, such as performance.now. */
export class Countdown {
  readonly #endsAt: number;

  constructor(deadlineAt: string, serverTime: string, private readonly tick: () => number) {
    this.#endsAt = tick() + Date.parse(deadlineAt) - Date.parse(serverTime);
  }

  /** Below zero once the deadline has passed. */
  secondsLeft(): number {
    return (this.#endsAt - this.tick()) / 1_000;
  }
}

const WARNINGS_MINUTES = [10, 5, 1];

/** What to say aloud when the time left goes from `before` to `now` seconds; null when no mark was passed. */
export function warningBetween(before: number, now: number): string | null {
  const passed = WARNINGS_MINUTES.find((minutes) => before > minutes * 60 && now <= minutes * 60);
  return passed === undefined ? null : words.minutesLeft({ minutes: passed });
}
