/** <jawara-result>: how an attempt ended (?percobaan=<id>), what to read again, and what comes next. */

import { ask } from "../api.ts";
import { actions, type Child, link, make, notice, paragraph, plainLink } from "../dom.ts";
import { momentText } from "../format.ts";
import {
  AttemptOutcome,
  type AttemptOutcomeResult,
  type UnderstandingLevel,
} from "../generated/documents.ts";
import { put, Screen, showToViewer } from "../screen.ts";
import { nextStepCard } from "./next-step.ts";

type Loaded = NonNullable<AttemptOutcomeResult["viewer"]>;
type Attempt = NonNullable<Loaded["attempt"]>;
type Result = NonNullable<Attempt["result"]>;

const LEVELS: Readonly<Record<UnderstandingLevel, string>> = {
  LOW: "Kurang",
  FAIR: "Cukup",
  GOOD: "Baik",
  VERY_GOOD: "Sangat baik",
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
      notice("info", "Evaluasi ini belum selesai", paragraph("Hasil muncul setelah jawaban dikirim.")),
      actions(link(href, "Lanjutkan evaluasi", "primary")),
    ];
  }
  const { result, course } = attempt;
  return [
    summary(attempt, result),
    result.passed ? nextStepCard(nextStep) : tryAgain(result, course.slug),
    topics(result, course.slug),
  ];
}

function notFound(): readonly Child[] {
  return [
    notice("bad", "Hasil tidak ditemukan", paragraph("Buka hasil evaluasi dari halaman Kelas saya.")),
    actions(link("/kelas-saya/", "Kelas saya", "primary")),
  ];
}

function summary({ course, number }: Attempt, result: Result): HTMLElement {
  const { score, passingScore, passed, level } = result;
  return make(
    "section",
    { class: "card score" },
    make("p", { class: "muted" }, `${course.title}, percobaan ke-${number}`),
    make("h2", {}, passed ? "Anda lulus" : "Anda belum lulus"),
    make("p", { class: "score__number" }, String(score), make("span", {}, " dari 100")),
    make("progress", { class: "progress", value: score, max: 100, "aria-label": `Nilai ${score} dari 100` }),
    paragraph(`Nilai minimal ${passingScore}. Tingkat pemahaman: ${LEVELS[level]}.`),
  );
}

function tryAgain({ attemptsLeft, nextAttemptAt }: Result, course: string): HTMLElement {
  const href = `/kelas/${course}/evaluasi/`;
  if (attemptsLeft === 0) {
    return notice(
      "info",
      "Kesempatan Anda sudah habis",
      paragraph("Hubungi kantor melalui halaman Bantuan bila Anda memerlukan kesempatan lagi."),
      actions(link("/bantuan/", "Bantuan")),
    );
  }
  const when = nextAttemptAt
    ? `Anda dapat mencoba lagi mulai ${momentText(nextAttemptAt)}.`
    : "Anda dapat mencoba lagi kapan saja.";
  const left = attemptsLeft === null ? "" : ` Sisa kesempatan: ${attemptsLeft} kali.`;
  return notice(
    "next",
    "Langkah berikutnya",
    paragraph(`Baca kembali pelajaran yang disebut di bawah ini. ${when}${left}`),
    actions(link(href, "Ulangi evaluasi", "primary")),
  );
}

function topics({ topics }: Result, course: string): HTMLElement {
  const cards = topics.map(({ title, points, total, lessons }) => {
    const words = `${points} dari ${total} poin`;
    const again = make("ul", { class: "requirements" });
    for (const lesson of lessons) {
      again.append(make("li", {}, plainLink(`/kelas/${course}/${lesson.slug}/`, lesson.title)));
    }
    return make(
      "article",
      { class: "card" },
      make("h3", { class: "card__title" }, title),
      make("p", {}, words),
      make("progress", { class: "progress", value: points, max: total, "aria-label": `${title}: ${words}` }),
      lessons.length > 0 && make("p", {}, "Baca kembali:"),
      lessons.length > 0 && again,
    );
  });
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", {}, "Hasil per topik"),
    make("div", { class: "cards" }, ...cards),
  );
}
