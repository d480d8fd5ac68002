/** How a participant stands in a class, in words and as one link. */

import { make } from "./dom.ts";
import type { EnrolmentParts } from "./generated/documents.ts";
import * as common from "#messages/screen-common.ts";

export interface Deed {
  readonly label: string;
  readonly href: string;
}

/** The one thing to do next in this class. */
export function nextDeed(enrolment: EnrolmentParts): Deed {
  const { course, resume, evaluation, certificate, completedLessons } = enrolment;
  const here = `/kelas/${course.slug}/`;
  if (certificate) return { label: common.seeCertificate, href: "/sertifikat/" };
  if (evaluation.passed) {
    return { label: common.seeResult, href: `/hasil/?percobaan=${evaluation.lastAttempt}` };
  }
  if (evaluation.openAttempt) return { label: common.continueEvaluation, href: `${here}evaluasi/` };
  if (!resume) return { label: common.takeEvaluation, href: `${here}evaluasi/` };
  const verb = completedLessons === 0 && !resume.heading ? common.begin : common.goOn;
  return { label: `${verb}: ${resume.title}`, href: resume.link };
}

export function progressBar(
  { completedLessons, totalLessons }: Pick<EnrolmentParts, "completedLessons" | "totalLessons">,
): HTMLElement {
  const words = common.lessonsDone({ completedLessons, totalLessons });
  return make(
    "div",
    { class: "stack stack--tight" },
    make("p", {}, words),
    make("progress", { class: "progress", value: completedLessons, max: totalLessons, "aria-label": words }),
  );
}

/** Tick the lessons that the page lists: those marked by `data-lesson="<id>"`. */
export function markFinished(
  lessons: readonly { readonly id: string; readonly completedAt: string | null }[],
): void {
  for (const { id, completedAt } of lessons) {
    for (const line of document.querySelectorAll(`[data-lesson="${CSS.escape(id)}"]:not([data-completed])`)) {
      if (!completedAt) continue;
      line.setAttribute("data-completed", "");
      (line.querySelector("a") ?? line).append(make("span", { class: "visually-hidden" }, " (tuntas)"));
    }
  }
}
