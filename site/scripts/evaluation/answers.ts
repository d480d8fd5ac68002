/** The answers of one attempt: what the server has, and what still waits on this phone. */

import { isEmpty } from "../answers/reading.ts";
import type { AnswerInput, PaperParts } from "../generated/documents.ts";
import type { Store } from "../storage.ts";

export type AskedQuestion = Pick<PaperParts["questions"][number], "id" | "given" | "sequence">;

export interface WaitingAnswer {
  readonly question: string;
  readonly answer: AnswerInput;
  readonly sequence: number;
}

export type AnswerState = "empty" | "waiting" | "saved";

interface Kept {
  readonly answer: AnswerInput;
  readonly sequence: number;
}

/**
 * Each change takes the next sequence number, so that the server can tell a late repetition from a newer answer.
 * Every waiting answer has a key of its own in the store: two tabs cannot overwrite each other's.
 */
export class AnswerSheet {
  readonly #saved = new Map<string, Kept>();
  readonly #waiting = new Map<string, Kept>();

  constructor(
    private readonly store: Store,
    private readonly owner: string,
    questions: readonly AskedQuestion[],
  ) {
    for (const { id, given, sequence } of questions) {
      this.#saved.set(id, { answer: inputOf(given), sequence });
      const kept = this.#read(id);
      if (kept && kept.sequence > sequence) this.#waiting.set(id, kept);
      else this.store.remove(this.#key(id));
    }
  }

  put(question: string, answer: AnswerInput): void {
    const sequence = this.#highestSequence() + 1;
    this.#waiting.set(question, { answer, sequence });
    // Flat, as phones have kept answers from the beginning: some of theirs may still wait.
    this.store.set(this.#key(question), JSON.stringify({ ...answer, sequence }));
  }

  /** The server has answers up to `sequence`. False when it has a newer one than this phone: another device wrote. */
  acknowledge(sent: WaitingAnswer, sequence: number): boolean {
    const isOurs = sequence <= sent.sequence;
    this.#saved.set(sent.question, { answer: sent.answer, sequence });
    const waiting = this.#waiting.get(sent.question);
    if (waiting && waiting.sequence <= sequence) {
      this.#waiting.delete(sent.question);
      this.store.remove(this.#key(sent.question));
    }
    return isOurs;
  }

  answerTo(question: string): AnswerInput {
    return (this.#waiting.get(question) ?? this.#saved.get(question))?.answer ?? {};
  }

  stateOf(question: string): AnswerState {
    if (this.#waiting.has(question)) return "waiting";
    return isEmpty(this.answerTo(question)) ? "empty" : "saved";
  }

  count(state: AnswerState): number {
    return [...this.#saved.keys()].filter((question) => this.stateOf(question) === state).length;
  }

  nextWaiting(): WaitingAnswer | null {
    const [first] = this.#waiting;
    return first ? { question: first[0], ...first[1] } : null;
  }

  /** The attempt is closed: what waited can no longer count. */
  discard(): void {
    this.#waiting.clear();
    for (const question of this.#saved.keys()) this.store.remove(this.#key(question));
  }

  #highestSequence(): number {
    const sequences = [...this.#saved.values(), ...this.#waiting.values()].map(({ sequence }) => sequence);
    return Math.max(0, ...sequences);
  }

  #key(question: string): string {
    return `jawara.answers.${this.owner}.${question}`;
  }

  #read(question: string): Kept | null {
    const text = this.store.get(this.#key(question));
    if (!text) return null;
    const { sequence, ...answer } = JSON.parse(text);
    return { answer, sequence };
  }
}

/** What the server shows of a saved answer, as it would be sent: the one part that has something in it. */
function inputOf(given: AskedQuestion["given"]): AnswerInput {
  if (!given) return {};
  const { choices, text, pairs } = given;
  if (text !== null) return { text };
  return pairs.length > 0 ? { pairs } : { choices };
}
