/** An attempt in progress as this phone keeps it for its owner, so that a page without a network can go on with it. */

import { officeClock, type Reading } from "../clock.ts";
import type { PaperParts } from "../generated/documents.ts";
import type { Shelf } from "../outbox/shelf.ts";
import { AnswerSheet } from "./answers.ts";
import { Attention } from "./attention.ts";

/** What changes all the time; the paper may hold pictures, and is written once. */
export interface Progress {
  /** What time it was when this was kept. */
  readonly reading: Reading | null;
  /** The questions that their reader wants to see again. */
  readonly marked: readonly string[];
  /** Milliseconds that each question was on the screen. */
  readonly spent: Readonly<Record<string, number>>;
}

export interface KeptSitting extends Progress {
  /** As the server gave it: no key is in it. */
  readonly paper: PaperParts;
}

const NOTHING: Progress = { reading: null, marked: [], spent: {} };

const paperOf = (course: string) => `paper/${course}`;
const progressOf = (attempt: string) => `progress/${attempt}`;

/** What this phone remembers of one attempt of an account. */
export class Memory {
  readonly clock = officeClock;
  readonly sheet: AnswerSheet;
  readonly attention: Attention;
  readonly marked: Set<string>;

  constructor(
    private readonly shelf: Shelf,
    readonly account: string,
    public paper: PaperParts,
    { marked, spent }: Progress = NOTHING,
  ) {
    this.sheet = new AnswerSheet(paper.questions);
    this.attention = new Attention(spent);
    this.marked = new Set(marked);
  }

  /** The office may give more time. Questions stay as they were handed out. */
  async renew({ deadlineAt, closesAt }: PaperParts): Promise<void> {
    if (deadlineAt === this.paper.deadlineAt) return;
    this.paper = { ...this.paper, deadlineAt, closesAt };
    await this.keepPaper();
  }

  keepPaper(): Promise<void> {
    return this.shelf.keep(this.account, paperOf(this.paper.course.slug), this.paper);
  }

  keepProgress(reading: Reading | null): Promise<void> {
    const progress: Progress = { marked: [...this.marked], spent: this.attention.spent(), reading };
    return this.shelf.keep(this.account, progressOf(this.paper.id), progress);
  }

  async forget(): Promise<void> {
    await this.shelf.forget(this.account, paperOf(this.paper.course.slug));
    await this.shelf.forget(this.account, progressOf(this.paper.id));
  }
}

export async function keptSitting(
  shelf: Shelf,
  account: string,
  course: string,
): Promise<KeptSitting | null> {
  const paper = await shelf.kept<PaperParts>(account, paperOf(course));
  if (!paper) return null;
  return { paper, ...await shelf.kept<Progress>(account, progressOf(paper.id)) ?? NOTHING };
}
