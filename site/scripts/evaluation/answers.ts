/** The answers of one attempt as the screen needs them: what the office has, and what still waits on this phone. */

import { isEmpty } from "../answers/reading.ts";
import type { AnswerInput, PaperParts } from "../generated/documents.ts";
import type { Deed, Said } from "../outbox/deeds.ts";

export type AskedQuestion = Pick<PaperParts["questions"][number], "id" | "given" | "sequence" | "savedAt">;
export type WaitingAnswer = Pick<Said["answer"], "question" | "answer" | "sequence">;
export type AnswerState = "empty" | "waiting" | "saved";

interface Kept {
  readonly answer: AnswerInput;
  readonly sequence: number;
  readonly savedAt: string | null;
}

/** Sequences rise by this, so that each page has numbers of its own: two phones that answer at once never tie. */
const PAGES = 1_024;

/**
 * Each change takes a higher sequence than all that this page knows of, so that the server can tell a late repetition
 * from a newer answer.
 */
export class AnswerSheet {
  readonly #saved = new Map<string, Kept>();
  readonly #waiting = new Map<string, Kept>();

  constructor(
    questions: readonly AskedQuestion[],
    private readonly page = Math.floor(Math.random() * PAGES),
  ) {
    this.renew(questions);
  }

  /** What the office says now. True when it has a newer answer than one that waits here: from another phone. */
  renew(questions: readonly AskedQuestion[]): boolean {
    let isOvertaken = false;
    for (const { id, given, sequence, savedAt } of questions) {
      // As this phone sent it, not as the server spells it: the field may be open.
      if (sequence <= (this.#saved.get(id)?.sequence ?? -1)) continue;
      if (sequence > (this.#waiting.get(id)?.sequence ?? Infinity)) isOvertaken = true;
      this.#save(id, { answer: inputOf(given), sequence, savedAt });
    }
    return isOvertaken;
  }

  put(question: string, answer: AnswerInput): WaitingAnswer {
    const sequence = (Math.floor(this.#highestSequence() / PAGES) + 1) * PAGES + this.page;
    this.#waiting.set(question, { answer, sequence, savedAt: null });
    return { question, answer, sequence };
  }

  /** Look at the deeds of this attempt. True when the office has a newer answer, from another phone: it must be asked. */
  take(deeds: readonly Deed[]): boolean {
    let isOvertaken = false;
    for (const { kind, said, state, receipt } of deeds) {
      if (kind !== "answer") continue;
      const { question, answer, sequence } = said;
      const known = this.#saved.get(question)?.sequence ?? 0;
      const at = Math.max(sequence, receipt?.sequence ?? 0);
      if (state === "refused") this.#arrived(question, sequence);
      else if (state === "waiting") {
        const waits = this.#waiting.get(question)?.sequence ?? 0;
        if (sequence > Math.max(known, waits)) {
          this.#waiting.set(question, { answer, sequence, savedAt: null });
        }
      } else if (at > known && at === sequence) {
        this.#save(question, { answer, sequence, savedAt: receipt?.savedAt ?? null });
      } else if (at > known) {
        this.#arrived(question, at);
        isOvertaken = true;
      }
    }
    return isOvertaken;
  }

  answerTo(question: string): AnswerInput {
    return (this.#waiting.get(question) ?? this.#saved.get(question))?.answer ?? {};
  }

  stateOf(question: string): AnswerState {
    if (this.#waiting.has(question)) return "waiting";
    return isEmpty(this.answerTo(question)) ? "empty" : "saved";
  }

  /** When the office received the answer that stands, ISO 8601. */
  savedAt(question: string): string | null {
    return this.#saved.get(question)?.savedAt ?? null;
  }

  count(state: AnswerState): number {
    return [...this.#saved.keys()].filter((question) => this.stateOf(question) === state).length;
  }

  #highestSequence(): number {
    const sequences = [...this.#saved.values(), ...this.#waiting.values()].map(({ sequence }) => sequence);
    return Math.max(0, ...sequences);
  }

  #save(question: string, kept: Kept): void {
    this.#saved.set(question, kept);
    this.#arrived(question, kept.sequence);
  }

  /** Up to this sequence nothing waits any more. */
  #arrived(question: string, sequence: number): void {
    if ((this.#waiting.get(question)?.sequence ?? Infinity) <= sequence) this.#waiting.delete(question);
  }
}

/** What the server shows of a saved answer, as it would be sent: the one part that has something in it. */
function inputOf(given: AskedQuestion["given"]): AnswerInput {
  if (!given) return {};
  const { choices, text, pairs } = given;
  if (text !== null) return { text };
  return pairs.length > 0 ? { pairs } : { choices };
}
