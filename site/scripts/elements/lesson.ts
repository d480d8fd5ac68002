/**
 * <jawara-lesson course="slug" lesson="id"> around the link to the next lesson: for who is signed in, the link first
 * tells the server that this lesson is finished, then goes on. Above it stands where that is kept.
 */

import { signInHref } from "../address.ts";
import { ask, sentenceFor } from "../api.ts";
import { actions, link, make, notice, paragraph, plainLink } from "../dom.ts";
import { markFinished } from "../enrolment.ts";
import type { LessonNow, Reader } from "../following.ts";
import { CourseStanding, type CourseStandingResult } from "../generated/documents.ts";
import { renewViewer, viewer } from "../head.ts";
import { tell } from "../learning-deeds.ts";
import type { Outbox } from "../outbox/box.ts";
import { type Deed, isKept, type Problem } from "../outbox/deeds.ts";
import { outbox } from "../outbox/door.ts";
import { Screen } from "../screen.ts";
import { accountId, isSignedIn } from "../session.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-lesson.ts";

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
  #isFollowed = false;
  #first: Enrolment["nextLesson"] = null;
  #isSending = false;
  #isWaiting = false;
  /** How many deeds that may complete it are on this phone: answers, videos. */
  #helping = 0;

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
    changes.addEventListener(
      "change",
      ({ detail }: CustomEventInit<LessonNow>) => detail && this.#stand(detail),
    );
    this.#callNext(words.doneGoOn);
    void this.#showStanding();
    // Fetched before it is needed: the network may be gone by then.
    outbox().then((box) => {
      box.onChange(() => void this.#look(box));
      return this.#look(box);
    }).catch(() => undefined);
  }

  get #finished(): { readonly course: string; readonly lesson: string } {
    return { course: this.given("course"), lesson: this.given("lesson") };
  }

  get #next(): HTMLAnchorElement | null {
    return this.querySelector<HTMLAnchorElement>(":scope > a");
  }

  /** This lesson as it waits on this phone, or was refused, and what else is here of it. */
  async #deeds(box: Outbox): Promise<readonly [Deed | undefined, number]> {
    const { course, lesson } = this.#finished;
    const deeds = (await box.of(accountId() ?? "", course))
      .filter(({ about }) => `${about}/`.startsWith(`${course}/${lesson}/`));
    const deed = deeds.find(({ kind }) => kind === "lesson");
    return [deed, deeds.length - (deed ? 1 : 0)];
  }

  #callNext(text: string): void {
    const small = this.#next?.querySelector("small");
    if (small) small.textContent = text;
  }

  #say(text: string, state: "waiting" | "saved" | "busy"): void {
    this.#place.replaceChildren(make("p", { class: "save-state", "data-state": state }, text));
  }

  #setDone(text: string, state: "waiting" | "saved"): void {
    this.#isDone = true;
    this.#isCompleted = state === "saved";
    this.#callNext(words.goOn);
    this.#say(text, state);
  }

  /** Where the lesson is kept, when that changes without a tap here. */
  async #look(box: Outbox): Promise<void> {
    if (this.#isSending) return;
    const before = this.#helping;
    const [deed, helping] = await this.#deeds(box);
    this.#helping = helping;
    if (helping < before) void this.#showStanding();
    if (deed) this.#show(deed, box);
    else if (this.#isWaiting) {
      this.#isWaiting = false;
      renewViewer();
      this.#setDone(words.saved, "saved");
    }
  }

  #show(deed: Deed, box: Outbox): void {
    this.#isWaiting = deed.state === "waiting";
    if (deed.state === "refused") {
      void box.drop(deed);
      // What stood in the way then may be done by now.
      void this.#showStanding();
    }
    if (deed.problem) this.#refuse(deed.problem);
    else if (box.state === "stranger") {
      this.#refuse({ code: "UNAUTHENTICATED", message: words.signInToSend });
    } else this.#setDone(isKept(deed) ? words.waits : words.waitsOnPage, "waiting");
  }

  async #showStanding(): Promise<void> {
    const { course, lesson } = this.#finished;
    // Without a network the link stands as it is; pressing it says what happens.
    const standing = await ask(CourseStanding, { course }).catch(() => null);
    const { lessons = [], nextLesson = null } = standing?.viewer?.enrolment ?? {};
    markFinished(lessons);
    this.#first = nextLesson;
    const here = lessons.find(({ id }) => id === lesson);
    if (here) this.#stand(here);
    if (!this.#isCompleted && (here || !standing)) {
      await this.#follow(here?.videos ?? null).catch(() => undefined);
    }
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
    if (this.#isFollowed) return;
    this.#isFollowed = true;
    const { follow }: typeof import("../following.ts") = await import(this.given("follow"));
    follow({
      place: this.#finished,
      videos,
      outbox,
      account: () => accountId() ?? "",
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
      const box = await outbox();
      const account = accountId() ?? (await viewer())?.id ?? "";
      await box.add(account, "lesson", this.#finished);
      await box.send();
      const [deed] = await this.#deeds(box);
      if (deed) this.#show(deed, box);
      else this.#goOn();
    } catch (error) {
      this.#place.replaceChildren(notice("bad", common.notSent, paragraph(sentenceFor(error))));
    } finally {
      this.#isSending = false;
    }
  }

  #goOn(): void {
    renewViewer();
    this.#setDone(words.saved, "saved");
    if (this.#next) location.assign(this.#next.href);
  }

  #refuse({ code, message }: Problem): void {
    if (code === "LESSON_UNMET" || code === "LESSON_LOCKED") {
      const first = code === "LESSON_LOCKED" && this.#first;
      const home = `/kelas/${this.#finished.course}/`;
      this.#wait([paragraph(message), first && actions(link(`${home}${first.slug}/`, first.title))]);
      return;
    }
    const way = code === "UNAUTHENTICATED"
      ? link(signInHref(), common.signIn)
      : code === "PROFILE_REQUIRED"
      ? link("/biodata/", common.fillBiodata)
      : code === "NOT_FOUND" && link(`/kelas/${this.given("course")}/`, words.openClass);
    this.#place.replaceChildren(notice("bad", words.notSaved, paragraph(message), way && actions(way)));
  }
}
