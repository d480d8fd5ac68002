/** The level of understanding, by topic, and from which percentage on each level holds. */

import { make, paragraph, plainLink } from "../dom.ts";
import { numberText } from "../format.ts";
import type { AttemptOutcomeResult, UnderstandingLevel } from "../generated/documents.ts";
import * as level from "#messages/screen-level.ts";
import * as words from "#messages/screen-result.ts";

type Attempt = NonNullable<NonNullable<AttemptOutcomeResult["viewer"]>["attempt"]>;
type Result = NonNullable<Attempt["result"]>;
type Topic = Result["topics"][number];

export const LEVELS: Readonly<Record<UnderstandingLevel, string>> = {
  LOW: level.low,
  FAIR: level.fair,
  GOOD: level.good,
  VERY_GOOD: level.veryGood,
};

export function topics({ topics, levels }: Result, course: string): HTMLElement {
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", {}, words.perTopic),
    paragraph(bounds(levels), "muted"),
    make("div", { class: "cards" }, ...topics.map((topic) => card(topic, course))),
  );
}

function card({ title, points, total, level, lessons }: Topic, course: string): HTMLElement {
  const reached = words.topicReached({ level: LEVELS[level], points: numberText(points), total });
  const again = make("ul", { class: "requirements" });
  for (const lesson of lessons) {
    again.append(make("li", {}, plainLink(`/kelas/${course}/${lesson.slug}/`, lesson.title)));
  }
  return make(
    "article",
    { class: "card" },
    make("h3", { class: "card__title" }, title),
    make("p", {}, reached),
    make("progress", { class: "progress", value: points, max: total, "aria-label": `${title}: ${reached}` }),
    lessons.length > 0 && make("p", {}, words.readAgain),
    lessons.length > 0 && again,
  );
}

/** Kurang di bawah 55, Cukup mulai 55, ...: the server's own bounds, the lowest first. */
function bounds(levels: Result["levels"]): string {
  const [, second] = levels;
  const named = levels.map(({ level, score }, at) =>
    at === 0
      ? words.levelBelow({ level: LEVELS[level], score: second?.score ?? 100 })
      : words.levelFrom({ level: LEVELS[level], score })
  );
  return words.levelsHow({ levels: named.join(", ") });
}
