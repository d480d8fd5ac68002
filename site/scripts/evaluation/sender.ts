/** Sends waiting answers one by one, in the order they were given, until the server has them all. */

import { pause, pauseBefore } from "../retry.ts";
import { Unreachable } from "../transport.ts";
import type { AnswerSheet, WaitingAnswer } from "./answers.ts";

export type SaveOutcome =
  | { readonly kind: "saved"; readonly sequence: number }
  | { readonly kind: "closed" }
  | { readonly kind: "refused"; readonly message: string };

export type SenderState = "idle" | "sending" | "unreachable" | "overtaken" | "closed" | "refused";

interface Outside {
  readonly save: (answer: WaitingAnswer) => Promise<SaveOutcome>;
  readonly onChange: () => void;
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export class Sender {
  state: SenderState = "idle";
  /** What the server said when it refused an answer. */
  refusal = "";
  #running: Promise<void> | null = null;
  #pausing: AbortController | null = null;
  #failures = 0;

  constructor(private readonly sheet: AnswerSheet, private readonly outside: Outside) {}

  /** Send what waits; resolves when nothing waits any more or the server refuses. Ends a pause. */
  send(): Promise<void> {
    this.#pausing?.abort();
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #sendAll(): Promise<void> {
    for (let answer = this.sheet.nextWaiting(); answer; answer = this.sheet.nextWaiting()) {
      if (this.state !== "unreachable") this.#become("sending");
      try {
        if (!this.#accept(answer, await this.outside.save(answer))) return;
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        this.#become("unreachable");
        await this.#pause();
      }
    }
    this.#become("idle");
  }

  #accept(answer: WaitingAnswer, outcome: SaveOutcome): boolean {
    this.#failures = 0;
    if (outcome.kind === "saved") {
      const isOurs = this.sheet.acknowledge(answer, outcome.sequence);
      this.#become(isOurs ? "sending" : "overtaken");
      return isOurs;
    }
    if (outcome.kind === "refused") this.refusal = outcome.message;
    this.#become(outcome.kind);
    return false;
  }

  #become(state: SenderState): void {
    this.state = state;
    this.outside.onChange();
  }

  async #pause(): Promise<void> {
    this.#failures += 1;
    this.#pausing = new AbortController();
    const { wait = pause } = this.outside;
    // Aborted by send(): somebody wants it tried at once.
    await wait(pauseBefore(this.#failures + 1), this.#pausing.signal).catch(() => undefined);
    this.#pausing = null;
  }
}
