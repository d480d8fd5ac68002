/** What a person asked the office for, and until when it is answered. */

import { make, pairs, paragraph } from "../dom.ts";
import { momentText } from "../format.ts";
import type { DataRequestKind, MyDataResult } from "../generated/documents.ts";
import * as words from "#messages/screen-rights.ts";

type DataRequest = NonNullable<MyDataResult["viewer"]>["dataRequests"][number];

export const KINDS: Readonly<Record<DataRequestKind, string>> = {
  ACCESS: words.kindCopy,
  CORRECTION: words.kindCorrection,
  ERASURE: words.kindErasure,
  WITHDRAWAL: words.kindWithdrawal,
};

export function requestList(requests: readonly DataRequest[]): readonly HTMLElement[] {
  return requests.length > 0 ? requests.map(requestCard) : [paragraph(words.noRequests)];
}

function requestCard({ kind, askedAt, dueAt, doneAt, text, answer }: DataRequest): HTMLElement {
  return make(
    "article",
    { class: "card" },
    make("h3", { class: "card__title" }, KINDS[kind]),
    make(
      "div",
      {},
      make(
        "span",
        { class: doneAt ? "badge badge--good" : "badge" },
        doneAt ? words.done : words.inProgress,
      ),
    ),
    pairs([
      [words.requestedAt, momentText(askedAt)],
      [doneAt ? words.done : words.dueAt, momentText(doneAt ?? dueAt)],
      [words.yourRequests, text],
      [words.officeAnswer, answer],
    ]),
  );
}

/** 45000 -> 12 jam lagi; under an hour in minutes, past the time in how late it is. */
export function timeLeft(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const span = minutes < 60 ? words.minutes({ minutes }) : words.hours({ hours: Math.floor(minutes / 60) });
  return seconds < 0 ? words.late({ span }) : words.left({ span });
}

/** Under half a day: whoever opens the page in the morning must still be able to answer. */
export function isUrgent(seconds: number): boolean {
  return seconds < 12 * 3_600;
}
