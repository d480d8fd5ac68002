/** How a certificate that was checked is shown: a verdict first, then every printed word, to compare with the paper. */

import { actions, button, type Child, make, notice, pairs, paragraph } from "../dom.ts";
import { dateText, momentText } from "../format.ts";
import type { CertificateState } from "../generated/documents.ts";
import type { Answer } from "./asking.ts";
import type { Named, Printed } from "./claim.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-verification.ts";

type Verdict = readonly ["good" | "bad" | "info", string, string];

const VERDICTS: Readonly<Record<CertificateState, Verdict>> = {
  VALID: ["good", words.isValid, words.isValidHow],
  REPLACED: ["info", words.isReplaced, words.isReplacedHow],
  REVOKED: ["bad", words.isRevoked, words.isRevokedHow],
  UNKNOWN: ["bad", words.isUnknown, words.isUnknownHow],
};

/** What the office says now. */
export function drawn(answer: Answer, besides: Child = null): readonly Child[] {
  return [
    verdictOf(answer, VERDICTS[answer.state], besides),
    ...(answer.printed ? [printedCard(answer.printed), logProof(answer.printed.code)] : []),
  ];
}

/** The same of a file: an unknown one was altered, or never the office's. */
export function drawnFile(answer: Answer): readonly Child[] {
  if (answer.state !== "UNKNOWN") return drawn(answer, paragraph(words.fileIsSame));
  return [notice("bad", words.fileIsUnknown, paragraph(words.fileIsUnknownHow))];
}

/** That it stands in the office's log, which only grows: a file that anyone's program can follow. */
function logProof(code: string): HTMLElement {
  const link = make("a", { href: `/certificates/${code}/inclusion.json`, download: "" }, words.logProof);
  return make("p", {}, words.logProofHow, " ", link);
}

function verdictOf(
  { state, changedAt, replacedBy }: Answer,
  [kind, title, advice]: Verdict,
  besides: Child,
): HTMLElement {
  const since = changedAt && state !== "VALID"
    ? paragraph(words.since({ changedAt: momentText(changedAt) }))
    : null;
  const by = replacedBy &&
    paragraph(words.replacedBy({ version: replacedBy.version, issuedOn: dateText(replacedBy.issuedOn) }));
  return notice(kind, title, by, since, besides, paragraph(advice));
}

/** The QR code is genuine, and the office hasn't answered: yet, or at all; then `again` asks once more. */
export function drawnSigned(
  printed: Printed,
  named: Named | null,
  again: (() => Promise<void>) | null,
): readonly Child[] {
  const told = again
    ? notice(
      "info",
      words.isSigned,
      paragraph(words.isSignedHow),
      actions(button(common.tryAgain, "", again)),
    )
    : notice("info", words.isAsking, paragraph(words.isAskingHow));
  return [told, printedCard(printed, named)];
}

/** The QR code is genuine, and the office's register doesn't know it, or knows other words. */
export function drawnContradiction(answer: Answer, printed: Printed, named: Named | null): readonly Child[] {
  const [title, advice] = answer.printed
    ? [words.isDifferent, words.isDifferentHow]
    : [words.isUnregistered, words.isUnregisteredHow];
  return [
    notice("bad", title, paragraph(advice)),
    printedCard(answer.printed ?? printed, answer.printed ? null : named),
  ];
}

/** The QR code is not what the office signed. What the office has under its code may help to find out what was altered. */
export function drawnForged(answer: Answer | null): readonly Child[] {
  const told = notice("bad", words.isForged, paragraph(words.isForgedHow));
  if (!answer?.printed) return [told];
  // Nothing green stands below the warning: who holds an altered code holds no valid certificate.
  const known = answer.state === "VALID" ? [printedCard(answer.printed)] : drawn(answer);
  return [told, make("h2", {}, words.officeHas), ...known];
}

export function drawnUnproven(again: () => Promise<void>): readonly Child[] {
  const retry = actions(button(common.tryAgain, "", again));
  return [notice("bad", words.isUnproven, paragraph(words.isUnprovenHow), retry)];
}

function printedCard(printed: Printed, named: Named | null = null): HTMLElement {
  const { version, number } = printed;
  return make(
    "section",
    { class: "card" },
    make("h2", { class: "card__title" }, words.printed),
    pairs([
      [words.name, printed.name],
      [words.course, printed.courseTitle],
      [words.number, version === 1 ? number : words.numberVersion({ number, version })],
      [words.hours, `${printed.hours} JP`],
      [words.score, printed.score === null ? null : String(printed.score)],
      [words.level, printed.level],
      [words.completedOn, dateText(printed.completedOn)],
      [words.issued, `${printed.place}, ${dateText(printed.issuedOn)}`],
      [words.office, printed.office],
      [words.signer, printed.signerName],
      [words.signerTitle, printed.signerTitle],
      ["NIP", printed.signerNip],
      [words.code, printed.code],
    ]),
    make("h3", {}, words.syllabus),
    named ? paragraph(words.syllabusNamed({ ...named })) : syllabus(printed),
  );
}

function syllabus(printed: Printed): DocumentFragment {
  const list = make("ol", {});
  for (const { title, minutes } of printed.syllabus) {
    list.append(make("li", {}, words.syllabusLine({ title, minutes })));
  }
  const minutes = printed.syllabus.reduce((sum, line) => sum + line.minutes, 0);
  const whole = document.createDocumentFragment();
  whole.append(list, paragraph(words.syllabusTotal({ minutes })));
  return whole;
}
