/** <jawara-result>: how an attempt ended (?percobaan=<id>), what to read again, and what comes next. */

import { ask } from "../api.ts";
import { actions, type Child, link, make, notice, pairs, paragraph, plainLink } from "../dom.ts";
import { momentText, numberText } from "../format.ts";
import {
  AttemptOutcome,
  type AttemptOutcomeResult,
  type UnderstandingLevel,
} from "../generated/documents.ts";
import { missingIn } from "../requirements.ts";
import { put, Screen, showToViewer } from "../screen.ts";
import { nextStepCard } from "./next-step.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-result.ts";

type Loaded = NonNullable<AttemptOutcomeResult["viewer"]>;
type Attempt = NonNullable<Loaded["attempt"]>;
type Result = NonNullable<Attempt["result"]>;

const LEVELS: Readonly<Record<UnderstandingLevel, string>> = {
  LOW: words.levelLow,
  FAIR: words.levelFair,
  GOOD: words.levelGood,
  VERY_GOOD: words.levelVeryGood,
};

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
    result.passed ? nextStepCard(nextStep) : tryAgain(result, course.slug),
    missingIn(course.slug),
    topics(result, course.slug),
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

function tryAgain({ attemptsLeft, nextAttemptAt }: Result, course: string): HTMLElement {
  const href = `/kelas/${course}/evaluasi/`;
  if (attemptsLeft === 0) {
    return notice(
      "info",
      words.noAttemptsLeft,
      paragraph(words.noAttemptsLeftHow),
      actions(link("/bantuan/", common.help)),
    );
  }
  const when = nextAttemptAt
    ? words.tryAgainFrom({ nextAttemptAt: momentText(nextAttemptAt) })
    : words.tryAgainAnytime;
  const left = attemptsLeft === null ? "" : words.attemptsLeft({ attemptsLeft });
  return notice(
    "next",
    common.nextStep,
    paragraph(words.readAgainHow({ when, left })),
    actions(link(href, words.repeatEvaluation, "primary")),
  );
}

function topics({ topics }: Result, course: string): HTMLElement {
  const cards = topics.map(({ title, points, total, lessons }) => {
    const reached = words.pointsOf({ points: numberText(points), total });
    const again = make("ul", { class: "requirements" });
    for (const lesson of lessons) {
      again.append(make("li", {}, plainLink(`/kelas/${course}/${lesson.slug}/`, lesson.title)));
    }
    return make(
      "article",
      { class: "card" },
      make("h3", { class: "card__title" }, title),
      make("p", {}, reached),
      make("progress", { class: "progress", value: points, max: total, "aria-label": `${title}: ${words}` }),
      lessons.length > 0 && make("p", {}, words.readAgain),
      lessons.length > 0 && again,
    );
  });
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", {}, words.perTopic),
    make("div", { class: "cards" }, ...cards),
  );
}
