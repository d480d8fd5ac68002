/**
 * <jawara-lesson course="slug" lesson="id"> around the link to the next lesson: for who is signed in, the link first
 * tells the server that this lesson is finished, then goes on. Above it stands where that is kept.
 */

import { signInHref } from "../address.ts";
import { ask, hasProblem, sentenceFor } from "../api.ts";
import { actions, link, make, notice, paragraph, plainLink } from "../dom.ts";
import { markFinished } from "../enrolment.ts";
import {
  type CompleteLessonResult,
  CourseStanding,
  type CourseStandingResult,
} from "../generated/documents.ts";
import type { LessonNow, Reader } from "../following.ts";
import { tell } from "../learning-deeds.ts";
import { finish, type FinishedLesson, onLessonSent, outbox, sendWaitingLessons } from "../lessons.ts";
import { persistently } from "../retry.ts";
import { Screen } from "../screen.ts";
import { isSignedIn } from "../session.ts";
import { Unreachable } from "../transport.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-lesson.ts";

type Problems = CompleteLessonResult["completeLesson"]["problems"];
type Enrolment = NonNullable<NonNullable<CourseStandingResult["viewer"]>["enrolment"]>;

const changes = new EventTarget();

/** An answered check or a watched video may be what was missing. */
export function lessonChanged(lesson: LessonNow): void {
  changes.dispatchEvent(new CustomEvent("change", { detail: lesson }));
}

export class Lesson extends Screen {
  readonly #place = make("div", { class: "lesson-state", role: "status" });
  /** From here on the link is a plain link. */
  #isDone = false;
  #isCompleted = false;
  #first: Enrolment["nextLesson"] = null;
  #isSending = false;

  protected start(): void {
    this.prepend(this.#place);
    if (!isSignedIn()) {
      this.#place.replaceChildren(
        make(
          "p",
          { class: "muted" },
          plainLink(signInHref(), common.signIn),
          words.toKeepProgress,
        ),
      );
      return;
    }
    this.#next?.addEventListener("click", (event) => {
      if (this.#isDone || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void this.#finish();
    });
    onLessonSent(() => this.#showKept());
    changes.addEventListener(
      "change",
      ({ detail }: CustomEventInit<LessonNow>) => detail && this.#stand(detail),
    );
    if (this.#isWaiting()) this.#setDone(words.waits, "waiting");
    else {
      this.#callNext(words.doneGoOn);
      void this.#showStanding();
    }
  }

  get #finished(): FinishedLesson {
    return { course: this.given("course"), lesson: this.given("lesson") };
  }

  get #next(): HTMLAnchorElement | null {
    return this.querySelector<HTMLAnchorElement>(":scope > a");
  }

  #isWaiting(): boolean {
    return outbox()?.has(this.#finished) ?? false;
  }

  #callNext(text: string): void {
    const small = this.#next?.querySelector("small");
    if (small) small.textContent = text;
  }

  #say(text: string, state: "waiting" | "saved" | "busy"): void {
    this.#place.replaceChildren(make("p", { class: "save-state", "data-state": state }, text));
  }

  #setDone(text: string, state: "waiting" | "saved"): void {
    this.#isDone = this.#isCompleted = true;
    this.#callNext(words.goOn);
    this.#say(text, state);
  }

  #showKept(): void {
    if (this.#isDone && !this.#isWaiting()) this.#setDone(words.saved, "saved");
  }

  async #showStanding(): Promise<void> {
    const { course, lesson } = this.#finished;
    // Without a network the link stands as it is; pressing it says what happens.
    const standing = await ask(CourseStanding, { course }).catch(() => null);
    const { lessons = [], nextLesson = null } = standing?.viewer?.enrolment ?? {};
    markFinished(lessons);
    this.#first = nextLesson;
    const here = lessons.find(({ id }) => id === lesson);
    if (!here) return;
    this.#stand(here);
    if (!this.#isCompleted) await this.#follow(here.videos);
  }

  /** As the server says: completed, or read to the end and lacking something. */
  #stand({ id, completedAt, lacks }: LessonNow): void {
    if (id !== this.#finished.lesson) return;
    if (completedAt) this.#setDone(words.done, "saved");
    else if (lacks.length > 0 && lacks.every(({ kind }) => kind !== "READ")) {
      this.#wait(lacks.map(({ message }) => paragraph(message)));
    }
  }

  /** What is missing is done on this page; whoever likes goes on meanwhile. */
  #wait(children: Parameters<typeof actions>): void {
    this.#isDone = true;
    this.#callNext(words.goOn);
    this.#place.replaceChildren(notice("next", words.notCompleted, ...children));
  }

  async #follow(videos: Reader["videos"]): Promise<void> {
    const { follow }: typeof import("../following.ts") = await import(this.given("follow"));
    follow({
      place: this.#finished,
      videos,
      tell,
      stand: (now) => this.#stand(now),
      isDone: () => this.#isCompleted,
    });
  }

  async #finish(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    this.#say(words.sending, "busy");
    try {
      const { problems } = await persistently(() => finish(this.#finished), {
        tries: 2,
        onWait: () => this.#say(words.retrying, "waiting"),
      });
      if (problems.length > 0) this.#refuse(problems);
      else this.#goOn();
    } catch (error) {
      this.#keep(error);
    } finally {
      this.#isSending = false;
    }
  }

  #goOn(): void {
    this.#setDone(words.saved, "saved");
    if (this.#next) location.assign(this.#next.href);
  }

  #keep(error: unknown): void {
    if (error instanceof Unreachable && this.#isWaiting()) {
      this.#setDone(words.waits, "waiting");
      void sendWaitingLessons();
    } else {
      this.#place.replaceChildren(notice("bad", common.notSent, paragraph(sentenceFor(error))));
    }
  }

  #refuse(problems: Problems): void {
    const sentences = problems.map(({ message }) => paragraph(message));
    if (hasProblem(problems, "LESSON_UNMET", "LESSON_LOCKED")) {
      // The server has heard of it: there is nothing to send again.
      outbox()?.remove(this.#finished);
      const first = hasProblem(problems, "LESSON_LOCKED") && this.#first;
      const home = `/kelas/${this.#finished.course}/`;
      this.#wait([...sentences, first && actions(link(`${home}${first.slug}/`, first.title))]);
      return;
    }
    const way = hasProblem(problems, "UNAUTHENTICATED")
      ? link(signInHref(), common.signIn)
      : hasProblem(problems, "PROFILE_REQUIRED")
      ? link("/biodata/", common.fillBiodata)
      : hasProblem(problems, "NOT_FOUND") && link(`/kelas/${this.given("course")}/`, words.openClass);
    this.#place.replaceChildren(notice("bad", words.notSaved, ...sentences, way && actions(way)));
  }
}
