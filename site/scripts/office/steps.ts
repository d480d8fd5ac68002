/** How far a version of a certificate is: each step, how it stands, when, and what to do where it failed. */

import { ask } from "../api.ts";
import { attempt } from "../deeds.ts";
import { button, make } from "../dom.ts";
import { momentText, timeText } from "../format.ts";
import {
  type CertificateStepKind,
  type CertificateStepState,
  type OfficeCertificateParts,
  RetryJob,
} from "../generated/documents.ts";
import { technical } from "./technical.ts";
import * as words from "#messages/screen-office-certificates.ts";

type Step = OfficeCertificateParts["versions"][number]["steps"][number];

const KINDS: Readonly<Record<CertificateStepKind, string>> = {
  ISSUED: words.issued,
  PRINTED: words.printed,
  SIGNED: words.signed,
  MAILED: words.mailed,
  RESENT: words.resent,
  REVOCATION_MAILED: words.revocationMailed,
};

const STATES: Readonly<Record<CertificateStepState, string>> = {
  DONE: words.done,
  UNDER_WAY: words.underWay,
  RETRYING: words.retrying,
  FAILED: words.failed,
  WAITING: words.waiting,
  STOPPED: words.stopped,
};

/** Ordered by staff, and only known to be out of the system's hands. */
const ORDERED: readonly CertificateStepKind[] = ["RESENT", "REVOCATION_MAILED"];

/** `again` is called once a failed step is being tried again. */
export function stepList(steps: readonly Step[], label: string, again: () => Promise<void>): HTMLElement {
  return make(
    "ol",
    { class: "entries", role: "list", "aria-label": label },
    ...steps.map((step) => entry(step, again)),
  );
}

function entry(step: Step, again: () => Promise<void>): HTMLElement {
  const { kind, state, message, details, job } = step;
  const place = make("div", { class: "told" });
  const retry = async () => {
    const send = async () => job ? (await ask(RetryJob, { job })).retryJob.problems : [];
    if (await attempt(place, send)) await again();
  };
  const tone = state === "DONE" ? " badge--good" : state === "FAILED" ? " badge--bad" : "";
  const more = told(step);
  return make(
    "li",
    { class: "entries__item" },
    make("div", { class: "badges" }, make("strong", {}, KINDS[kind]), mark(tone, STATES[state])),
    more && make("span", { class: "muted" }, more),
    message && make("span", {}, message),
    details && technical(words.details, details),
    place,
    job && button(words.runAgain, "quiet", retry),
  );
}

function mark(tone: string, text: string): HTMLElement {
  return make("span", { class: `badge${tone}` }, text);
}

/** When, how often, until when: whatever is known beyond the state. */
function told({ kind, state, at, tries, nextTryAt, job }: Step): string | null {
  if (state === "RETRYING" && nextTryAt) return words.retryingAt({ time: timeText(nextTryAt), tries });
  if (state === "FAILED") {
    return job && at ? words.failedAt({ moment: momentText(at), tries }) : words.abandoned;
  }
  if (!at) return null;
  return ORDERED.includes(kind) ? words.orderedAt({ moment: momentText(at) }) : momentText(at);
}
