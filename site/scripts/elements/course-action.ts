/**
 * <jawara-course-action course="slug">: on the page of a class, the way in: enrol, go on, evaluate.
 * Strangers keep what the page holds inside. Finished lessons in its list get a tick.
 */

import { ask, hasProblem } from "../api.ts";
import { actions, button, type Child, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { markFinished, nextDeed, progressBar } from "../enrolment.ts";
import { type EnrolmentParts, JoinClass, MyClass } from "../generated/documents.ts";
import { renewViewer } from "../head.ts";
import { movedNotice, newerNotice } from "../newer-release.ts";
import { missingList } from "../requirements.ts";
import { put, Screen, show } from "../screen.ts";
import { isSignedIn } from "../session.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-classes.ts";

export class CourseAction extends Screen {
  protected start(): void {
    if (!isSignedIn()) return;
    const fallback = [...this.childNodes];
    const load = async () => (await ask(MyClass, { course: this.given("course") })).viewer;
    const draw = (viewer: Awaited<ReturnType<typeof load>>) => {
      if (!viewer) return fallback;
      const { enrolment } = viewer;
      return enrolment
        ? [...this.#drawStanding(enrolment), newerNotice(enrolment, this.#showMoved)]
        : this.#drawInvitation();
    };
    // Without a network the lessons can still be read.
    void show(this, load, draw, fallback);
  }

  #drawInvitation(): readonly Child[] {
    const told = make("div", { class: "told" });
    const enrol = button(words.join, "primary", async () => {
      await show(
        told,
        async () => (await ask(JoinClass, { course: this.given("course") })).enrol,
        (answer) => {
          if (!answer.enrolment) {
            enrol.hidden = hasProblem(answer.problems, "PROFILE_REQUIRED");
            return [refusal(answer.problems)];
          }
          renewViewer();
          const done = notice("good", words.joined);
          put(this, [done, ...this.#drawStanding(answer.enrolment)]);
          focusOn(done);
          return [];
        },
      );
    });
    return [actions(enrol), told];
  }

  readonly #showMoved = (enrolment: EnrolmentParts): void => {
    renewViewer();
    const done = movedNotice(enrolment);
    put(this, [done, ...this.#drawStanding(enrolment)]);
    focusOn(done);
  };

  #drawStanding(enrolment: EnrolmentParts): readonly Child[] {
    markFinished(enrolment.lessons);
    const deed = nextDeed(enrolment);
    return [
      make(
        "section",
        { class: "card", "aria-label": words.yourProgress },
        progressBar(enrolment),
        actions(link(deed.href, deed.label, "primary")),
        missingList(enrolment.requirements),
      ),
    ];
  }
}

function refusal(problems: Parameters<typeof hasProblem>[0]): HTMLElement {
  const sentences = problems.map(({ message }) => paragraph(message));
  if (!hasProblem(problems, "PROFILE_REQUIRED")) return notice("bad", words.notJoined, ...sentences);
  return notice(
    "next",
    words.detailsFirst,
    ...sentences,
    actions(link("/biodata/", common.fillBiodata, "primary")),
  );
}
