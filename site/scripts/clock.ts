/** The office's clock, as far as this phone knows it: by what the server said last, and by a stopwatch since then. */

/** More than this between the stopwatch and the phone's own clock: the phone slept, or its clock was set. */
const GAP_MS = 5_000;
/** Answers travel for as long as they take; the clock isn't set anew for less. */
const TRAVEL_MS = 3_000;

/** The office's time at a moment of the phone's own clock. */
export interface Reading {
  readonly office: number;
  readonly phone: number;
}

/** When something was done; `office` is null where only the phone's own clock was there. */
export interface Moment {
  readonly office: number | null;
  readonly phone: number;
}

/**
 * All in milliseconds. A stopwatch only ever grows, but rests while the phone sleeps, and ends with the page. Over both
 * the phone's own clock must help, whose owner may set it: what it says is shown, and decides nothing (`isSure`).
 */
export class OfficeClock {
  /** Whether the server was heard and nothing but the stopwatch ran since. */
  isSure = false;
  #office: number | null = null;
  #tick = 0;
  #phone = 0;

  constructor(
    private readonly stopwatch: () => number = () => performance.now(),
    private readonly ownClock: () => number = Date.now,
  ) {}

  /** The server says what time it is; NaN where it said nothing. */
  set(office: number): void {
    if (Number.isNaN(office)) return;
    const now = this.now();
    if (this.isSure && now !== null && Math.abs(office - now) < TRAVEL_MS) return;
    this.#begin(office);
    this.isSure = true;
  }

  /** What an earlier page knew, carried on by the phone's own clock; never backwards. */
  carryOn({ office, phone }: Reading): void {
    if (this.#office === null) this.#begin(office + Math.max(0, this.ownClock() - phone));
  }

  now(): number | null {
    if (this.#office === null) return null;
    const ran = this.stopwatch() - this.#tick;
    const gap = this.ownClock() - this.#phone - ran;
    if (gap < GAP_MS) return this.#office + ran;
    this.isSure = false;
    return this.#begin(this.#office + ran + gap);
  }

  /** For a later page. */
  reading(): Reading | null {
    const office = this.now();
    return office === null ? null : { office, phone: this.ownClock() };
  }

  #begin(office: number): number {
    this.#tick = this.stopwatch();
    this.#phone = this.ownClock();
    this.#office = office;
    return office;
  }
}

/** What is cut off to the second was half of one later, in the middle. */
const HALF_MS = 500;

/** Where a page notes what the office says of the time (transport.ts). */
export interface Heard {
  readonly office: number;
  readonly tick: number;
  tell: (office: number) => void;
}

/** This page's. */
export const officeClock = new OfficeClock();

/** From now on, and from the last answer on, the clock follows what is heard. */
export function listen(heard: Heard): void {
  officeClock.set(heard.office + HALF_MS + performance.now() - heard.tick);
  heard.tell = (office) => officeClock.set(office + HALF_MS);
}

/** Now, by the office's clock where it is sure, and by the phone's own. */
export function moment(): Moment {
  const office = officeClock.now();
  return { office: officeClock.isSure ? office : null, phone: Date.now() };
}

/** Whole seconds between two moments; by the phone's own clock only where there is no other. */
export function secondsBetween(made: Moment, now: Moment): number {
  const passed = made.office !== null && now.office !== null
    ? now.office - made.office
    : now.phone - made.phone;
  return Math.max(0, Math.round(passed / 1_000));
}
