/** <jawara-verification>: anybody checks a certificate by its code, typed, in ?kode= or in /v/<code>. */

import { here } from "../address.ts";
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
import * as words from "#messages/screen-certificate.ts";

type Verification = VerifyCertificateResult["verifyCertificate"];
type Printed = NonNullable<Verification["printed"]>;

const VERDICTS: Readonly<Record<CertificateState, readonly ["good" | "bad" | "info", string, string]>> = {
  VALID: [
    "good",
    words.isValid,
    words.isValidHow,
  ],
  REPLACED: [
    "info",
    words.isReplaced,
    words.isReplacedHow,
  ],
  REVOKED: [
    "bad",
    words.isRevoked,
    words.isRevokedHow,
  ],
  UNKNOWN: [
    "bad",
    words.isUnknown,
    words.isUnknownHow,
  ],
};

export class VerificationPage extends Screen {
  protected start(): void {
    const form = this.within("form") as HTMLFormElement;
    const input = form.elements.namedItem("kode") as HTMLInputElement;
    tend(form, async (values) => {
      const code = certificateCode(text(values, "kode"));
      if (!isWholeCode(code)) {
        const message = words.codeShape;
        return [{ code: "INVALID_INPUT", field: "kode", message, waitSeconds: null }];
      }
      input.value = code;
      history.pushState(null, "", here(`/verifikasi/?kode=${code}`));
      await this.#verify(code);
      return [];
    });
    const given = codeInAddress();
    if (!given) return;
    input.value = given;
    void this.#verify(given);
  }

  async #verify(code: string): Promise<void> {
    // The page in the other language is about the same certificate.
    const twin = document.querySelector<HTMLAnchorElement>("a[data-twin]");
    if (twin) twin.search = `?kode=${code}`;
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
  const since = changedAt && state !== "VALID"
    ? paragraph(words.since({ changedAt: momentText(changedAt) }))
    : null;
  return [notice(kind, title, paragraph(advice), since), printed && printedCard(printed)];
}

function printedCard(printed: Printed): HTMLElement {
  const syllabus = make("ol", {});
  for (const { title, minutes } of printed.syllabus) {
    syllabus.append(make("li", {}, words.syllabusLine({ title, minutes })));
  }
  return make(
    "section",
    { class: "card" },
    make("h2", { class: "card__title" }, words.printed),
    pairs([
      [words.name, printed.name],
      [words.course, printed.courseTitle],
      [words.certificateNumber, printed.number],
      [words.version, String(printed.version)],
      [words.hours, `${printed.hours} JP`],
      [words.certificateScore, printed.score === null ? null : String(printed.score)],
      [words.completedOn, dateText(printed.completedOn)],
      [words.issued, `${printed.place}, ${dateText(printed.issuedOn)}`],
      [words.office, printed.office],
      [words.signer, `${printed.signerName}, ${printed.signerTitle}`],
      ["NIP", printed.signerNip],
    ]),
    printed.syllabus.length > 0 && make("h3", {}, words.syllabus),
    printed.syllabus.length > 0 && syllabus,
  );
}
