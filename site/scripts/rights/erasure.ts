/** The end of an account: what it takes away, what stays, and two days to think it over. */

import { ask } from "../api.ts";
import { actions, button, make, notice, paragraph } from "../dom.ts";
import { momentText } from "../format.ts";
import { CancelErasure, RequestErasure } from "../generated/documents.ts";
import { withProof } from "../proof.ts";
import { askFirst } from "./asking.ts";
import { attempt } from "../deeds.ts";

export function erasure(erasesAt: string | null, again: () => Promise<void>): readonly HTMLElement[] {
  return erasesAt === null ? offer(again) : underWay(erasesAt, again);
}

function underWay(erasesAt: string, again: () => Promise<void>): readonly HTMLElement[] {
  const told = make("div", { class: "told" });
  const cancel = button("Batalkan penghapusan", "primary", async () => {
    const isDone = await attempt(told, async () => (await ask(CancelErasure, {})).cancelErasure.problems);
    if (isDone) await again();
  });
  return [
    notice(
      "info",
      "Akun Anda akan dihapus",
      paragraph(
        `Penghapusan berjalan pada ${momentText(erasesAt)}. Sampai saat itu Anda masih dapat membatalkannya.`,
      ),
      actions(cancel),
    ),
    told,
  ];
}

function offer(again: () => Promise<void>): readonly HTMLElement[] {
  const told = make("div", { class: "told" });
  const request = () =>
    attempt(
      told,
      async () => (await withProof(async () => (await ask(RequestErasure, {})).requestErasure)).problems,
    );
  const open = button("Hapus akun saya", "quiet", () =>
    askFirst(
      told,
      open,
      "Akun dan data Anda dihapus 48 jam lagi, kecuali Anda membatalkannya sebelum itu.",
      "Ya, hapus akun saya",
      async () => void (await request() && await again()),
    ));
  return [
    make(
      "ul",
      { class: "rules" },
      make(
        "li",
        {},
        make("strong", {}, "Dihapus: "),
        "akun, biodata, kemajuan belajar, dan jawaban evaluasi.",
      ),
      make(
        "li",
        {},
        make("strong", {}, "Tetap ada: "),
        "sertifikat yang sudah terbit, sebatas yang tercetak padanya, agar masih dapat diperiksa. Unduhlah dahulu.",
      ),
      make(
        "li",
        {},
        make("strong", {}, "48 jam "),
        "sesudah Anda meminta, penghapusan berjalan. Sebelum itu dapat dibatalkan; sesudahnya tidak.",
      ),
    ),
    told,
    actions(open),
  ];
}
