/** What is said about a question's figures, and how figures are written. */

import { clockText, numberText } from "../format.ts";
import type { ItemStatisticsResult } from "../generated/documents.ts";
import * as words from "#messages/screen-items.ts";

export type Statistics = NonNullable<ItemStatisticsResult["staff"]>["itemStatistics"];
export type Item = Statistics["items"][number];
export type Option = Item["options"][number];
type Finding = Item["findings"][number];

/** Each with what to do about it. */
export const FINDINGS: Readonly<Record<Finding, readonly [string, (enough: number) => string]>> = {
  FEW_ATTEMPTS: [words.fewAttempts, (enough) => words.fewAttemptsHow({ enough })],
  SUSPECT_KEY: [words.suspectKey, () => words.suspectKeyHow],
  DISTRACTOR_PREFERRED: [words.distractorPreferred, () => words.distractorPreferredHow],
  WEAK: [words.weak, () => words.weakHow],
  HARD: [words.hard, () => words.hardHow],
  EASY: [words.easy, () => words.easyHow],
  DISTRACTOR_UNUSED: [words.distractorUnused, () => words.distractorUnusedHow],
  OMITTED: [words.oftenOmitted, () => words.oftenOmittedHow],
};

/** 0.625 -> 63% */
export function percent(share: number | null): string {
  return share === null ? "–" : `${Math.round(share * 100)}%`;
}

/** 0.4142 -> 0,41 */
export function index(value: number | null): string {
  return value === null ? "–" : numberText(value);
}

export function timeOf(time: Item["time"]): string | null {
  if (!time) return null;
  const { median, firstQuartile, thirdQuartile } = time;
  return words.timeOf({
    median: clockText(median),
    first: clockText(firstQuartile),
    third: clockText(thirdQuartile),
  });
}

export function needsLook({ findings }: Item): boolean {
  return findings.some((finding) => finding !== "FEW_ATTEMPTS");
}

export function reliabilityOf({ alpha, attempts, gap }: Statistics["reliability"]): string {
  switch (gap) {
    case "DRAWN":
      return words.reliabilityDrawn;
    case "FEW_ATTEMPTS":
      return words.reliabilityFew({ attempts });
    case "NO_SPREAD":
      return words.reliabilityNoSpread;
    default:
      return words.reliabilityOf({ alpha: index(alpha), attempts });
  }
}
