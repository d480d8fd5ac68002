/** <jawara-verification>: anybody checks a certificate by its code, typed, in ?kode= or in /v/<code>. */

import { askOpenly } from "../api.ts";
import { type Child, focusOn, make, notice, pairs, paragraph } from "../dom.ts";
import { certificateCode, dateText, isWholeCode, momentText } from "../format.ts";
import {
  type CertificateState,
  VerifyCertificate,
  type VerifyCertificateResult,
} from "../generated/documents.ts";
import { tend, text } from "../forms.ts";
import { Screen, show } from "../screen.ts";

type Verification = VerifyCertificateResult["verifyCertificate"];
type Printed = NonNullable<Verification["printed"]>;

const VERDICTS: Readonly<Record<CertificateState, readonly ["good" | "bad" | "info", string, string]>> = {
  VALID: [
    "good",
    "Sertifikat ini sah dan berlaku",
    "Cocokkan semua isi di bawah ini dengan sertifikat yang Anda pegang. Bila ada yang berbeda, salinan itu telah diubah.",
  ],
  REPLACED: [
    "info",
    "Sertifikat ini sudah diganti",
    "Kantor menerbitkan versi yang lebih baru. Mintalah versi terbaru kepada pemiliknya.",
  ],
  REVOKED: [
    "bad",
    "Sertifikat ini sudah dicabut",
    "Sertifikat ini tidak berlaku lagi. Hubungi kantor bila Anda memerlukan penjelasan.",
  ],
  UNKNOWN: [
    "bad",
    "Kode ini tidak dikenal",
    "Periksa kembali kode pada sertifikat, huruf demi huruf. Bila tetap tidak dikenal, sertifikat itu tidak diterbitkan oleh kantor ini.",
  ],
};

export class VerificationPage extends Screen {
  protected start(): void {
    const form = this.within("form") as HTMLFormElement;
    const input = form.elements.namedItem("kode") as HTMLInputElement;
    tend(form, async (values) => {
      const code = certificateCode(text(values, "kode"));
      if (!isWholeCode(code)) {
        const message =
          "Kode terdiri dari 20 huruf dan angka, dalam empat kelompok. Periksa kembali kode pada sertifikat.";
        return [{ code: "INVALID_INPUT", field: "kode", message, waitSeconds: null }];
      }
      input.value = code;
      history.pushState(null, "", `/verifikasi/?kode=${code}`);
      await this.#verify(code);
      return [];
    });
    const given = codeInAddress();
    if (!given) return;
    input.value = given;
    void this.#verify(given);
  }

  async #verify(code: string): Promise<void> {
    const outcome = this.within("outcome");
    const ask = async () => (await askOpenly(VerifyCertificate, { code })).verifyCertificate;
    await show(outcome, ask, draw);
    focusOn(outcome.querySelector<HTMLElement>(".notice"));
  }
}

function codeInAddress(): string {
  const inPath = location.pathname.match(/^\/v\/([^/]+)/)?.[1];
  const code = inPath ?? new URLSearchParams(location.search).get("kode") ?? "";
  return certificateCode(code);
}

function draw({ state, printed, changedAt }: Verification): readonly Child[] {
  const [kind, title, advice] = VERDICTS[state];
  const since = changedAt && state !== "VALID" ? paragraph(`Sejak ${momentText(changedAt)}.`) : null;
  return [notice(kind, title, paragraph(advice), since), printed && printedCard(printed)];
}

function printedCard(printed: Printed): HTMLElement {
  const syllabus = make("ol", {});
  for (const { title, minutes } of printed.syllabus) {
    syllabus.append(make("li", {}, `${title} (${minutes}\u00a0menit)`));
  }
  return make(
    "section",
    { class: "card" },
    make("h2", { class: "card__title" }, "Yang tercetak pada sertifikat"),
    pairs([
      ["Nama", printed.name],
      ["Kelas", printed.courseTitle],
      ["Nomor sertifikat", printed.number],
      ["Versi", String(printed.version)],
      ["Lama pelatihan", `${printed.hours} JP`],
      ["Nilai", printed.score === null ? null : String(printed.score)],
      ["Selesai pada", dateText(printed.completedOn)],
      ["Terbit", `${printed.place}, ${dateText(printed.issuedOn)}`],
      ["Kantor", printed.office],
      ["Penanda tangan", `${printed.signerName}, ${printed.signerTitle}`],
      ["NIP", printed.signerNip],
    ]),
    printed.syllabus.length > 0 && make("h3", {}, "Materi"),
    printed.syllabus.length > 0 && syllabus,
  );
}
