/** What anyone who checks a certificate is told of it, as a badge. */

import { make } from "./dom.ts";
import type { CertificateState } from "./generated/documents.ts";
import * as words from "#messages/screen-certificate.ts";

const STATES: Readonly<Record<CertificateState, string>> = {
  VALID: words.valid,
  REPLACED: words.replaced,
  REVOKED: words.revoked,
  UNKNOWN: words.unknown,
};

export function stateBadge(state: CertificateState): HTMLElement {
  return make("span", { class: `badge badge--${state === "VALID" ? "good" : "bad"}` }, STATES[state]);
}
