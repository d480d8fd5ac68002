/** Before the evaluation: its rules, what is still missing, and the way in. */

import { hrefTo } from "../address.ts";
import { actions, button, type Child, link, make, notice, pairs, paragraph } from "../dom.ts";
import { momentText } from "../format.ts";
import type { EvaluationStartResult } from "../generated/documents.ts";
import * as common from "#messages/screen-common.ts";
import * as result from "#messages/screen-result.ts";
import * as words from "#messages/screen-sitting.ts";

export type Enrolled = NonNullable<NonNullable<EvaluationStartResult["viewer"]>["enrolment"]>;

const RULES = [words.ruleTime, words.ruleSaved, words.ruleReview, words.ruleEnd];

export function drawStart(enrolled: Enrolled, begin: () => Promise<void>): readonly Child[] {
  const { evaluation, missing } = enrolled;
  // The evaluation cannot be missing for itself.
  const before = evaluation.canStart ? [] : missing.filter(({ kind }) => kind !== "EVALUATION");
  const rules = make("ul", { class: "rules" }, ...RULES.map((rule) => make("li", {}, rule)));
  return [
    standing(enrolled),
    !evaluation.passed && firstOf(before),
    !evaluation.passed && make(
      "section",
      { class: "card" },
      make("h2", { class: "card__title" }, words.rules),
      facts(enrolled),
      rules,
    ),
    evaluation.canStart && actions(button(words.start, "primary", begin)),
  ];
}

/** What must be done before the evaluation opens, and the way to the first of it. */
function firstOf(missing: Enrolled["missing"]): Child {
  const [first] = missing;
  if (!first) return null;
  const label = first.kind === "PROFILE" ? common.fillBiodata : common.continueLearning;
  return notice(
    "next",
    words.notOpen,
    ...missing.map(({ message }) => paragraph(message)),
    actions(link(hrefTo(first.link), label, "primary")),
  );
}

function facts({ evaluation }: Enrolled): HTMLElement {
  const {
    questionCount,
    minutes,
    extraMinutes: extra,
    passingScore,
    attemptsAllowed,
    attemptsLeft,
    bestScore,
  } = evaluation;
  return pairs([
    [words.questionCount, words.questions({ count: questionCount })],
    [words.time, extra ? words.minutesWithExtra({ minutes, extra }) : words.minutes({ minutes })],
    [words.passingScore, String(passingScore)],
    [
      words.attempts,
      attemptsAllowed === null
        ? words.unlimited
        : words.attemptsLeftOf({ allowed: attemptsAllowed, left: attemptsLeft ?? 0 }),
    ],
    [words.bestScore, bestScore === null ? null : String(bestScore)],
  ]);
}

function standing({ evaluation }: Enrolled): Child {
  const { passed, lastAttempt, canStart, attemptsLeft, nextAttemptAt } = evaluation;
  const last = lastAttempt &&
    link(`/hasil/?percobaan=${lastAttempt}`, words.lastResult, "quiet");
  if (passed) {
    return notice(
      "good",
      words.alreadyPassed,
      actions(link("/sertifikat/", common.seeCertificate, "primary"), last),
    );
  }
  if (canStart || !lastAttempt) return null;
  if (attemptsLeft === 0) {
    return notice(
      "info",
      result.noAttemptsLeft,
      paragraph(result.noAttemptsLeftHow),
      actions(last, link("/bantuan/", common.help, "quiet")),
    );
  }
  if (!nextAttemptAt) return null;
  return notice(
    "info",
    words.notYetAgain,
    paragraph(result.tryAgainFrom({ nextAttemptAt: momentText(nextAttemptAt) })),
    actions(last),
  );
}
