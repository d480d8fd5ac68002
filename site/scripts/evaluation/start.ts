/** Before the evaluation: its rules, what is still missing, and the way in. */

import { hrefTo } from "../address.ts";
import { actions, button, type Child, link, make, notice, pairs, paragraph } from "../dom.ts";
import { momentText } from "../format.ts";
import type { EvaluationStartResult } from "../generated/documents.ts";

export type Enrolled = NonNullable<NonNullable<EvaluationStartResult["viewer"]>["enrolment"]>;

const RULES = [
  "Waktu berjalan sejak Anda menekan tombol mulai, walaupun halaman ini ditutup. Anda dapat membukanya lagi dan melanjutkan.",
  "Setiap jawaban tersimpan secara otomatis. Bila jaringan terputus, jawaban disimpan di ponsel ini, lalu dikirim begitu jaringan kembali.",
  "Sebelum mengirim, Anda dapat meninjau dan mengubah semua jawaban.",
  "Saat waktu habis, jawaban yang sudah ada dikirim secara otomatis.",
];

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
      make("h2", { class: "card__title" }, "Ketentuan"),
      facts(enrolled),
      rules,
    ),
    evaluation.canStart && actions(button("Mulai evaluasi", "primary", begin)),
  ];
}

/** What must be done before the evaluation opens, and the way to the first of it. */
function firstOf(missing: Enrolled["missing"]): Child {
  const [first] = missing;
  if (!first) return null;
  const label = first.kind === "PROFILE" ? "Isi biodata" : "Lanjutkan belajar";
  return notice(
    "next",
    "Evaluasi belum terbuka",
    ...missing.map(({ message }) => paragraph(message)),
    actions(link(hrefTo(first.link), label, "primary")),
  );
}

function facts({ evaluation }: Enrolled): HTMLElement {
  const { questionCount, minutes, passingScore, attemptsAllowed, attemptsLeft, bestScore } = evaluation;
  return pairs([
    ["Jumlah soal", `${questionCount} soal`],
    ["Waktu", `${minutes} menit`],
    ["Nilai minimal untuk lulus", String(passingScore)],
    [
      "Kesempatan",
      attemptsAllowed === null ? "Tanpa batas" : `${attemptsAllowed} kali, tersisa ${attemptsLeft ?? 0}`,
    ],
    ["Nilai terbaik Anda", bestScore === null ? null : String(bestScore)],
  ]);
}

function standing({ evaluation }: Enrolled): Child {
  const { passed, lastAttempt, canStart, attemptsLeft, nextAttemptAt } = evaluation;
  const last = lastAttempt &&
    link(`/hasil/?percobaan=${lastAttempt}`, "Lihat hasil terakhir", "quiet");
  if (passed) {
    return notice(
      "good",
      "Anda sudah lulus evaluasi ini",
      actions(link("/sertifikat/", "Lihat sertifikat", "primary"), last),
    );
  }
  if (canStart || !lastAttempt) return null;
  if (attemptsLeft === 0) {
    return notice(
      "info",
      "Kesempatan Anda sudah habis",
      paragraph("Hubungi kantor melalui halaman Bantuan bila Anda memerlukan kesempatan lagi."),
      actions(last, link("/bantuan/", "Bantuan", "quiet")),
    );
  }
  if (!nextAttemptAt) return null;
  return notice(
    "info",
    "Belum dapat mengulang",
    paragraph(`Anda dapat mencoba lagi mulai ${momentText(nextAttemptAt)}.`),
    actions(last),
  );
}
