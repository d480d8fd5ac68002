/** Lessons that are finished: told to the server now, or kept on this phone until the server has heard of them. */

import { ask, hasProblem } from "./api.ts";
import { CompleteLesson, type CompleteLessonResult, Enrol } from "./generated/documents.ts";
import { renewViewer } from "./head.ts";
import { persistently } from "./retry.ts";
import { accountId } from "./session.ts";
import { phone, type Store } from "./storage.ts";

export interface FinishedLesson {
  readonly course: string;
  readonly lesson: string;
}

type Payload = CompleteLessonResult["completeLesson"];

/** What one account has finished and the server does not know yet. */
export class LessonOutbox {
  readonly #key: string;

  constructor(private readonly store: Store, account: string) {
    this.#key = `jawara.lessons.${account}`;
  }

  waiting(): readonly FinishedLesson[] {
    return JSON.parse(this.store.get(this.#key) ?? "[]");
  }

  has(finished: FinishedLesson): boolean {
    return this.waiting().some((kept) => isSame(kept, finished));
  }

  add(finished: FinishedLesson): void {
    if (!this.has(finished)) this.#keep([...this.waiting(), finished]);
  }

  remove(finished: FinishedLesson): void {
    this.#keep(this.waiting().filter((kept) => !isSame(kept, finished)));
  }

  #keep(lessons: readonly FinishedLesson[]): void {
    if (lessons.length > 0) this.store.set(this.#key, JSON.stringify(lessons));
    else this.store.remove(this.#key);
  }
}

function isSame(one: FinishedLesson, other: FinishedLesson): boolean {
  return one.course === other.course && one.lesson === other.lesson;
}

/** The outbox of who is signed in; null while this phone does not know who that is. */
export function outbox(): LessonOutbox | null {
  const account = accountId();
  return account ? new LessonOutbox(phone, account) : null;
}

const sent = new EventTarget();

export function onLessonSent(listener: () => void): void {
  sent.addEventListener("sent", listener);
}

/** Tell the server; whoever reads without having enrolled is enrolled on the way. */
export async function finish(finished: FinishedLesson): Promise<Payload> {
  outbox()?.add(finished);
  const payload = await complete(finished);
  // A refusal about the person (signed out, biodata missing) passes; the lesson stays finished.
  if (payload.problems.length === 0 || hasProblem(payload.problems, "NOT_FOUND")) outbox()?.remove(finished);
  if (payload.problems.length === 0) {
    renewViewer();
    sent.dispatchEvent(new Event("sent"));
  }
  return payload;
}

async function complete({ course, lesson }: FinishedLesson): Promise<Payload> {
  const { completeLesson } = await ask(CompleteLesson, { course, lesson });
  if (!hasProblem(completeLesson.problems, "NOT_ENROLLED")) return completeLesson;
  const { enrol } = await ask(Enrol, { course });
  return enrol.enrolment ? (await ask(CompleteLesson, { course, lesson })).completeLesson : enrol;
}

let sending = false;

/** Send what waits on this phone, for as long as the page is open. */
export async function sendWaitingLessons(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    for (const finished of outbox()?.waiting() ?? []) await persistently(() => finish(finished));
  } finally {
    sending = false;
  }
}
