/** What a newer release of a class changes for a participant, and the one step there. */

import { ask } from "./api.ts";
import { actions, button, type Child, link, make, notice, paragraph, plainLink } from "./dom.ts";
import {
  type EnrolmentParts,
  MoveToNewestRelease,
  type MoveToNewestReleaseResult,
  type NewerReleaseParts,
} from "./generated/documents.ts";
import { show } from "./screen.ts";
import * as words from "#messages/screen-classes.ts";

export interface Updated extends EnrolmentParts {
  readonly newerRelease: NewerReleaseParts | null;
}

type Answer = MoveToNewestReleaseResult["moveToNewestRelease"];

/** A short word beside a class in a list: what changes is told on the class's own page. */
export function newerHint({ course, newerRelease, certificate }: Updated): Child {
  if (!newerRelease || certificate) return null;
  const way = plainLink(`/kelas/${course.slug}/`, words.updatedSee);
  return make("p", {}, `${words.updated}. `, way);
}

/** What changes, what stays, and a button; while an attempt is open the way to it instead. */
export function newerNotice(enrolment: Updated, onMoved: (moved: EnrolmentParts) => void): Child {
  const { course, newerRelease: newer } = enrolment;
  if (!newer) return null;
  const told = make("div", {});
  const move = button(words.updateNow, "", async () => {
    const load = async () =>
      (await ask(MoveToNewestRelease, { course: course.slug, release: newer.release }))
        .moveToNewestRelease;
    await show(told, load, (answer: Answer) => {
      if (answer.enrolment) onMoved(answer.enrolment);
      return answer.problems.length > 0 ? [refusal(answer)] : [];
    });
  });
  const way = newer.waitsForAttempt
    ? [paragraph(words.updateWaits), actions(link(`/kelas/${course.slug}/evaluasi/`, words.updateFinish))]
    : [paragraph(words.updateKeeps), actions(move)];
  return notice("info", words.updated, changes(enrolment, newer), ...way, told);
}

/** After the move: what was kept. */
export function movedNotice({ complete, completedLessons, totalLessons }: EnrolmentParts): HTMLElement {
  const kept = words.updatedKept({ completedLessons, totalLessons });
  return notice("good", words.updatedDone, paragraph(kept), complete && paragraph(words.updateComplete));
}

function changes(enrolment: EnrolmentParts, newer: NewerReleaseParts): HTMLElement {
  const list = make("ul", { class: "stack stack--tight" });
  const say = (...children: Child[]) => list.append(make("li", {}, ...children));
  for (const { title, minutes } of newer.added) say(words.updateAdds({ title, minutes }));
  for (const { title, completed } of newer.retired) {
    say(completed ? words.updateRetiresDone({ title }) : words.updateRetires({ title }));
  }
  if (newer.added.length + newer.retired.length === 0) say(words.updateWords);
  if (newer.complete) say(enrolment.complete ? words.updateComplete : words.updateCompletes);
  else {
    const { completedLessons, totalLessons } = newer;
    say(words.updateProgress({ completedLessons, totalLessons }));
  }
  return list;
}

function refusal({ problems }: Answer): HTMLElement {
  return notice("bad", words.notUpdated, ...problems.map(({ message }) => paragraph(message)));
}
