/** Before the answers are handed in: what is answered, what is not, and the button that ends the attempt. */

import { isEmpty } from "../answers/reading.ts";
import { actions, button, make, paragraph } from "../dom.ts";
import type { AnswerSheet } from "./answers.ts";
import type { Question } from "./fields.ts";
import * as words from "#messages/screen-sitting.ts";

export interface ReviewDeeds {
  readonly back: () => void;
  readonly goTo: (index: number) => void;
  readonly submit: () => Promise<void>;
  readonly marked: ReadonlySet<string>;
}

type Reviewed = Pick<Question, "id" | "pairs">;

export function review(questions: readonly Reviewed[], sheet: AnswerSheet, deeds: ReviewDeeds): HTMLElement {
  const empty = placesOf(questions, ({ id }) => isUnanswered(sheet, id));
  const partly = placesOf(questions, (question) => hasOpenPairs(sheet, question));
  const marked = placesOf(questions, ({ id }) => deeds.marked.has(id));
  const [first] = [...empty, ...partly, ...marked];
  const answered = questions.length - empty.length;
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", { class: "sitting__number", tabindex: -1 }, words.review),
    paragraph(words.answeredOf({ answered, total: questions.length })),
    empty.length > 0 && paragraph(words.unanswered({ numbers: numbers(empty) })),
    partly.length > 0 && paragraph(words.partlyAnswered({ numbers: numbers(partly) })),
    marked.length > 0 && paragraph(words.markedNumbers({ numbers: numbers(marked) })),
    sheet.count("waiting") > 0 && paragraph(words.waitingFirst),
    paragraph(words.final),
    actions(
      button(words.submit, "primary", deeds.submit),
      first === undefined ? button(words.back, "quiet", deeds.back) : button(
        empty.length + partly.length > 0
          ? words.answerNumber({ number: first + 1 })
          : words.seeNumber({ number: first + 1 }),
        "quiet",
        () => deeds.goTo(first),
      ),
    ),
  );
}

function isUnanswered(sheet: AnswerSheet, id: string): boolean {
  return isEmpty(sheet.answerTo(id));
}

/** A matching of which some left sides still have no right side. */
function hasOpenPairs(sheet: AnswerSheet, { id, pairs }: Reviewed): boolean {
  const chosen = sheet.answerTo(id).pairs?.length ?? 0;
  return chosen > 0 && chosen < pairs.length;
}

function placesOf(
  questions: readonly Reviewed[],
  wanted: (question: Reviewed) => boolean,
): readonly number[] {
  return questions.flatMap((question, at) => wanted(question) ? [at] : []);
}

function numbers(places: readonly number[]): string {
  return places.map((at) => at + 1).join(", ");
}
