/** What a person asked the office for, and until when it is answered. */

import { make, pairs, paragraph } from "../dom.ts";
import { momentText } from "../format.ts";
import type { DataRequestKind, MyDataResult } from "../generated/documents.ts";

type DataRequest = NonNullable<MyDataResult["viewer"]>["dataRequests"][number];

export const KINDS: Readonly<Record<DataRequestKind, string>> = {
  ACCESS: "Salinan data",
  CORRECTION: "Perbaikan data",
  ERASURE: "Penghapusan akun",
  WITHDRAWAL: "Penarikan persetujuan",
};

export function requestList(requests: readonly DataRequest[]): readonly HTMLElement[] {
  return requests.length > 0 ? requests.map(requestCard) : [paragraph("Belum ada permintaan.")];
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
        doneAt ? "Selesai" : "Sedang dikerjakan",
      ),
    ),
    pairs([
      ["Diminta", momentText(askedAt)],
      [doneAt ? "Selesai" : "Paling lambat", momentText(doneAt ?? dueAt)],
      ["Permintaan Anda", text],
      ["Jawaban kantor", answer],
    ]),
  );
}

/** 45000 -> 12 jam lagi; under an hour in minutes, past the time in how late it is. */
export function timeLeft(seconds: number): string {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const span = minutes < 60 ? `${minutes} menit` : `${Math.floor(minutes / 60)} jam`;
  return seconds < 0 ? `terlambat ${span}` : `${span} lagi`;
}

/** Under half a day: whoever opens the page in the morning must still be able to answer. */
export function isUrgent(seconds: number): boolean {
  return seconds < 12 * 3_600;
}
