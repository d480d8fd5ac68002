/** How long each question was on the screen, over all visits and pages. */

export class Attention {
  readonly #spent: Map<string, number>;
  #seen: string | null = null;
  #since = 0;

  /** `spent` in milliseconds, by question. */
  constructor(
    spent: Readonly<Record<string, number>>,
    private readonly stopwatch: () => number = () => performance.now(),
  ) {
    this.#spent = new Map(Object.entries(spent));
  }

  /** From now on this question is on the screen; null: none is, or nobody looks. */
  turnTo(question: string | null): void {
    const now = this.stopwatch();
    if (this.#seen !== null) this.#spent.set(this.#seen, this.#on(this.#seen) + now - this.#since);
    this.#seen = question;
    this.#since = now;
  }

  /** Whole seconds so far. */
  secondsOn(question: string): number {
    this.turnTo(this.#seen);
    return Math.round(this.#on(question) / 1_000);
  }

  /** For a later page. */
  spent(): Readonly<Record<string, number>> {
    this.turnTo(this.#seen);
    return Object.fromEntries(this.#spent);
  }

  #on(question: string): number {
    return this.#spent.get(question) ?? 0;
  }
}
