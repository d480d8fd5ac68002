/** Saves fields one after the other, each by itself, until the server has said yes or no. */

import { pause, persistently } from "../retry.ts";
import type { Drafts } from "./drafts.ts";
import type { Field, Value } from "./values.ts";

/** `waiting`: the network let nothing through, and it is tried again. */
export type FieldState = "saving" | "waiting" | "saved" | "refused";

/** The server's sentence when it refused, null when it saved. */
export type Refusal = string | null;

export interface Outside {
  /** Throws Unreachable when the network is in the way. */
  readonly save: (field: Field, value: Value) => Promise<Refusal>;
  readonly onChange: (field: Field, state: FieldState) => void;
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export class Saver {
  /** In the order in which the fields were left; a field that is changed meanwhile keeps its place. */
  readonly #queue = new Map<Field, Value>();
  readonly #refused = new Map<Field, { readonly value: Value; readonly message: string }>();
  #running: Promise<void> | null = null;
  #isStalled = false;
  #tryNow = (): void => undefined;
  #tellStalled = (): void => undefined;

  constructor(private readonly drafts: Drafts, private readonly outside: Outside) {}

  /** The field was left with this value. */
  put(field: Field, value: Value): void {
    this.#refused.delete(field);
    this.drafts.keep(field, value);
    this.#queue.set(field, value);
    this.outside.onChange(field, this.#isStalled ? "waiting" : "saving");
    void this.#send();
  }

  /** What was chosen here has lost its meaning, such as a village of another district. */
  forget(field: Field): void {
    this.#queue.delete(field);
    this.#refused.delete(field);
    this.drafts.drop(field);
  }

  waiting(): readonly Field[] {
    return [...this.#queue.keys()];
  }

  refusalOf(field: Field): Refusal {
    return this.#refused.get(field)?.message ?? null;
  }

  refused(): readonly Field[] {
    return [...this.#refused.keys()];
  }

  /** Send what was refused once more: the reason may have passed. */
  retry(fields: readonly Field[]): void {
    for (const field of fields) {
      const refused = this.#refused.get(field);
      if (refused) this.put(field, refused.value);
    }
  }

  /** Until everything is sent, the network is known to be dead, or the milliseconds are over. */
  async settled(milliseconds: number): Promise<void> {
    this.#tryNow();
    if (!this.#running || this.#isStalled) return;
    const { wait = pause } = this.outside;
    const stalled = new Promise<void>((resolve) => this.#tellStalled = resolve);
    await Promise.race([this.#running, stalled, wait(milliseconds)]);
  }

  #send(): Promise<void> {
    this.#tryNow();
    this.#running ??= this.#drain().finally(() => this.#running = null);
    return this.#running;
  }

  async #drain(): Promise<void> {
    for (let [next] = this.#queue; next; [next] = this.#queue) await this.#sendOne(next[0]);
  }

  async #sendOne(field: Field): Promise<void> {
    let sent: Value | undefined;
    const refusal = await persistently(
      () => {
        sent = this.#queue.get(field);
        return sent === undefined ? Promise.resolve(null) : this.outside.save(field, sent);
      },
      { onWait: () => this.#stall(), wait: (milliseconds) => this.#pause(milliseconds) },
    );
    this.#isStalled = false;
    // Forgotten, or changed while it was on its way: then it is sent again.
    if (sent === undefined || this.#queue.get(field) !== sent) return;
    this.#queue.delete(field);
    if (refusal === null) this.drafts.drop(field);
    else this.#refused.set(field, { value: sent, message: refusal });
    this.outside.onChange(field, refusal === null ? "saved" : "refused");
  }

  #stall(): void {
    this.#isStalled = true;
    this.#tellStalled();
    for (const field of this.#queue.keys()) this.outside.onChange(field, "waiting");
  }

  #pause(milliseconds: number): Promise<void> {
    const { wait = pause } = this.outside;
    return Promise.race([wait(milliseconds), new Promise<void>((resolve) => this.#tryNow = resolve)]);
  }
}
