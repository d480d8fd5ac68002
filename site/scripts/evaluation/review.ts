/** Before the answers are handed in: what is answered, what is not, and the button that ends the attempt. */

import { actions, button, make, paragraph } from "../dom.ts";
import type { AnswerSheet } from "./answers.ts";

export interface ReviewDeeds {
  readonly back: () => void;
  readonly goTo: (index: number) => void;
  readonly submit: () => Promise<void>;
}

export function review(
  questions: readonly { readonly id: string }[],
  sheet: AnswerSheet,
  deeds: ReviewDeeds,
): HTMLElement {
  const empty = questions.flatMap(({ id }, index) => sheet.stateOf(id) === "empty" ? [index] : []);
  const answered = questions.length - empty.length;
  const firstEmpty = empty[0];
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", { class: "sitting__number", tabindex: -1 }, "Tinjau jawaban"),
    paragraph(`${answered} dari ${questions.length} soal sudah dijawab.`),
    empty.length > 0 && paragraph(`Belum dijawab: soal ${empty.map((index) => index + 1).join(", ")}.`),
    sheet.count("waiting") > 0 && paragraph("Jawaban yang masih di ponsel ini dikirim lebih dahulu."),
    paragraph("Setelah dikirim, jawaban tidak dapat diubah lagi."),
    actions(
      button("Kirim jawaban", "primary", deeds.submit),
      firstEmpty === undefined
        ? button("Kembali ke soal", "quiet", deeds.back)
        : button(`Jawab soal ${firstEmpty + 1}`, "quiet", () => deeds.goTo(firstEmpty)),
    ),
  );
}
