/**
 * <jawara-result>: how an attempt ended (?percobaan=<id>): the score, what to read again, what comes next, the paper read
 * back once the class allows it, and how the class was.
 */

import { ask } from "../api.ts";
import { actions, type Child, link, make, notice, pairs, paragraph } from "../dom.ts";
import { progressBar } from "../enrolment.ts";
import { momentText, untilText } from "../format.ts";
import { AttemptOutcome, type AttemptOutcomeResult } from "../generated/documents.ts";
import { missingList } from "../requirements.ts";
import { LEVELS, topics } from "../result/levels.ts";
import { reviewSection } from "../result/review.ts";
import { satisfactionSection } from "../result/satisfaction.ts";
import { put, Screen, showToViewer } from "../screen.ts";
import { nextStepCard } from "./next-step.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-result.ts";

type Loaded = NonNullable<AttemptOutcomeResult["viewer"]>;
type Attempt = NonNullable<Loaded["attempt"]>;
type Result = NonNullable<Attempt["result"]>;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export class ResultPage extends Screen {
  protected start(): void {
    const id = new URLSearchParams(location.search).get("percobaan") ?? "";
    if (ID.test(id)) void showToViewer(this, async () => (await ask(AttemptOutcome, { id })).viewer, draw);
    else put(this, notFound());
  }
}

function draw({ attempt, nextStep }: Loaded): readonly Child[] {
  if (!attempt) return notFound();
  if (!attempt.result) {
    const href = `/kelas/${attempt.course.slug}/evaluasi/`;
    return [
      notice("info", words.notFinished, paragraph(words.notFinishedHow)),
      actions(link(href, common.continueEvaluation, "primary")),
    ];
  }
  const { result, course } = attempt;
  return [
    summary(attempt, result),
    result.passed ? nextStepCard(nextStep) : tryAgain(attempt, result),
    topics(result, course.slug),
    completeness(attempt),
    reviewSection(attempt.id, attempt.reviewable, attempt.reviewPolicy),
    satisfactionSection(course.slug, attempt.enrolment.satisfaction),
  ];
}

function notFound(): readonly Child[] {
  return [
    notice("bad", words.notFound, paragraph(words.notFoundHow)),
    actions(link("/kelas-saya/", common.myClasses, "primary")),
  ];
}

function summary({ course, number, receipt }: Attempt, result: Result): HTMLElement {
  const { score, passingScore, passed, level, withdrawnQuestions } = result;
  return make(
    "section",
    { class: "card score" },
    make("p", { class: "muted" }, words.attemptOf({ title: course.title, number })),
    make("h2", {}, passed ? words.passed : words.notPassed),
    make("p", { class: "score__number" }, String(score), make("span", {}, " dari 100")),
    make("progress", { class: "progress", value: score, max: 100, "aria-label": words.score({ score }) }),
    paragraph(words.scoreNeeded({ passingScore, level: LEVELS[level] })),
    withdrawnQuestions > 0 && paragraph(withdrawn(result), "muted"),
    receipt && pairs([[words.receipt, receipt.code]]),
    receipt && paragraph(words.receiptHow, "muted"),
  );
}

function withdrawn({ withdrawnQuestions: count, scoreBefore: before, score }: Result): string {
  return before === null ? words.withdrawnSame({ count }) : words.withdrawnRaised({ count, before, score });
}

function tryAgain({ course, serverTime }: Attempt, { attemptsLeft, nextAttemptAt }: Result): HTMLElement {
  if (attemptsLeft === 0) {
    return notice(
      "info",
      words.noAttemptsLeft,
      paragraph(words.noAttemptsLeftHow),
      actions(link("/bantuan/", common.help)),
    );
  }
  // By the server's clock on both sides: a phone's may be hours off.
  const opensAt = nextAttemptAt && Date.parse(nextAttemptAt) > Date.parse(serverTime) ? nextAttemptAt : null;
  const when = opensAt
    ? words.tryAgainIn({ nextAttemptAt: momentText(opensAt), relative: untilText(opensAt, serverTime) })
    : words.tryAgainAnytime;
  const left = attemptsLeft === null ? "" : words.attemptsLeft({ attemptsLeft });
  const here = `/kelas/${course.slug}/`;
  return notice(
    "next",
    common.nextStep,
    paragraph(words.readAgainHow({ when, left })),
    actions(
      opensAt ? link(here, words.toClass) : link(`${here}evaluasi/`, words.repeatEvaluation, "primary"),
    ),
  );
}

function completeness({ enrolment }: Attempt): HTMLElement {
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", {}, words.completeness),
    progressBar(enrolment),
    missingList(enrolment.requirements),
  );
}
