/** One certificate at the office's desk: its versions, their steps, and what staff may do with the one that counts. */

import { ask } from "../api.ts";
import { stateBadge } from "../certificate-state.ts";
import { attempt, showAt, tell } from "../deeds.ts";
import { actions, button, make, notice, pairs, paragraph, plainLink } from "../dom.ts";
import { momentText } from "../format.ts";
import {
  type OfficeCertificateParts,
  OfficeCertificates,
  type ProblemParts,
  ReplaceCertificate,
  ResendCertificate,
  RevokeCertificate,
} from "../generated/documents.ts";
import { put } from "../screen.ts";
import { type Ordered, Panel } from "./panel.ts";
import { stepList } from "./steps.ts";
import * as words from "#messages/screen-office-certificates.ts";

type Version = OfficeCertificateParts["versions"][number];
interface Answer {
  readonly certificate: OfficeCertificateParts | null;
  readonly problems: readonly ProblemParts[];
}

/** How often a step that is under way is asked for. */
const WATCH_MS = 3_000;

export class CertificateCard {
  readonly #title = make("h2", { class: "card__title" });
  readonly #facts = make("div", { class: "stack stack--tight" });
  readonly #deeds = make("div", { class: "told" });
  readonly #told = make("div", { class: "told" });
  readonly element = make("article", { class: "card" }, this.#title, this.#facts, this.#told, this.#deeds);
  #certificate: OfficeCertificateParts;

  constructor(certificate: OfficeCertificateParts) {
    this.#certificate = certificate;
    this.#draw();
    this.#offer();
  }

  get #newest(): Version | undefined {
    return this.#certificate.versions[0];
  }

  /** What is known now. Steps that are under way are asked for again while the page is looked at. */
  #draw(): void {
    const { number, courseTitle, email, biodataName, versions } = this.#certificate;
    const [newest, ...earlier] = versions;
    if (!newest) return;
    this.#title.textContent = newest.name;
    const differs = biodataName !== null && biodataName !== newest.name;
    put(this.#facts, [
      make("div", {}, stateBadge(newest.state)),
      pairs([
        [words.number, number],
        [words.course, courseTitle],
        [words.email, email ?? words.erased],
        [words.biodataName, differs ? biodataName : null],
      ]),
      this.#version(newest),
      earlier.length > 0 && make(
        "details",
        { class: "fold" },
        make("summary", {}, words.earlier({ count: earlier.length })),
        make("div", { class: "stack stack--tight" }, ...earlier.map((one) => this.#earlier(one))),
      ),
    ]);
    const isUnderWay = newest.steps.some(({ state }) => state === "UNDER_WAY");
    if (isUnderWay) setTimeout(() => void this.#watch(), WATCH_MS);
  }

  #earlier(version: Version): HTMLElement {
    return make(
      "div",
      { class: "stack stack--tight" },
      make("h3", {}, words.versionOf(version)),
      make("div", {}, stateBadge(version.state)),
      pairs([[words.named, version.name]]),
      this.#version(version),
    );
  }

  #version({ version, code, changedAt, reason, steps }: Version): HTMLElement {
    return make(
      "div",
      { class: "stack stack--tight" },
      pairs([
        [words.changedAt, changedAt ? momentText(changedAt) : null],
        [words.reason, reason],
        [words.code, code],
      ]),
      stepList(steps, words.steps({ version }), () => this.#refresh()),
      make("p", {}, plainLink(`/verifikasi/?kode=${encodeURIComponent(code)}`, words.verify)),
    );
  }

  async #watch(): Promise<void> {
    if (!this.element.isConnected) return;
    if (document.hidden) setTimeout(() => void this.#watch(), WATCH_MS);
    else await this.#refresh().catch(() => undefined);
  }

  async #refresh(): Promise<void> {
    const { number } = this.#certificate;
    const { staff } = await ask(OfficeCertificates, { search: number, after: null });
    const found = staff?.certificates.edges.find(({ node }) => node.number === number);
    if (!found) return;
    const before = this.#newest;
    this.#certificate = found.node;
    this.#draw();
    // What somebody is filling in stays; what they may do changes with the version.
    if (before?.id !== this.#newest?.id || before?.state !== this.#newest?.state) this.#offer();
  }

  /** The buttons, where there is something to do. */
  #offer(): void {
    const newest = this.#newest;
    const isErased = this.#certificate.email === null;
    if (newest?.state !== "VALID") return put(this.#deeds, []);
    put(this.#deeds, [
      actions(
        !isErased && button(words.correct, "quiet", () => this.#correct(newest)),
        !isErased && button(words.resend, "quiet", () => this.#resend(newest)),
        button(words.revoke, "quiet", () => this.#revoke(newest)),
      ),
    ]);
  }

  #correct({ id, name, version }: Version): void {
    this.#open({
      hint: words.correctReasonHint,
      name: this.#certificate.biodataName ?? name,
      consequences: (fullName) => [
        pairs([[words.nameNow, name], [words.nameThen, fullName]]),
        paragraph(words.correctHow({ version: version + 1 })),
      ],
      yes: words.correctYes,
      send: (reason, fullName) =>
        this.#sent(async () =>
          (await ask(ReplaceCertificate, { certificate: id, fullName, reason })).replaceCertificate
        ),
      done: () => tell(this.#told, "good", words.corrected, words.correctedHow),
    });
  }

  #revoke({ id, name }: Version): void {
    this.#open({
      hint: words.revokeReasonHint,
      consequences: (_, reason) => [
        pairs([[words.named, name], [words.number, this.#certificate.number], [words.reason, reason]]),
        paragraph(words.revokeHow),
        make("p", {}, make("strong", {}, words.revokeFinal)),
      ],
      yes: words.revokeYes,
      send: (reason) =>
        this.#sent(async () => (await ask(RevokeCertificate, { certificate: id, reason })).revokeCertificate),
      done: () => tell(this.#told, "good", words.revoked, words.revokedHow),
    });
  }

  #open(ordered: Ordered): void {
    this.#told.replaceChildren();
    const panel = new Panel(ordered, `sertifikat-${this.#newest?.id}`, () => {
      this.#offer();
      this.#deeds.querySelector("button")?.focus();
    });
    this.#deeds.replaceChildren(panel.element);
    panel.begin();
  }

  async #resend({ id }: Version): Promise<void> {
    const send = () =>
      this.#sent(async () => (await ask(ResendCertificate, { certificate: id })).resendCertificate);
    if (!await attempt(this.#told, send)) return;
    showAt(this.#told, notice("good", words.resentNow, paragraph(words.resentHow)));
  }

  /** Do it, and show what became of the certificate. */
  async #sent(deed: () => Promise<Answer>): Promise<readonly ProblemParts[]> {
    const { certificate, problems } = await deed();
    if (certificate) {
      this.#certificate = certificate;
      this.#draw();
      this.#offer();
    }
    return problems;
  }
}
