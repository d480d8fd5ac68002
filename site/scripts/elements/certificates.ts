/** <jawara-certificates>: the certificates of this account; one that is being made appears by itself. */

import { ask, sentenceFor } from "../api.ts";
import { stateBadge } from "../certificate-state.ts";
import { actions, button, type Child, link, make, notice, pairs, paragraph, plainLink } from "../dom.ts";
import { dateText, momentText } from "../format.ts";
import { MyCertificates, type MyCertificatesResult } from "../generated/documents.ts";
import { put, Screen, showToViewer } from "../screen.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-certificate.ts";

type Loaded = NonNullable<MyCertificatesResult["viewer"]>;
type Certificate = Loaded["certificates"][number];

const FIRST_POLL_MS = 2_000;
const LONGEST_POLL_MS = 30_000;

export class Certificates extends Screen {
  #pollMs = FIRST_POLL_MS;

  protected start(): void {
    void showToViewer(this, load, (loaded) => this.#draw(loaded));
  }

  #draw(loaded: Loaded): readonly Child[] {
    const { certificates, nextStep } = loaded;
    const isWaiting = nextStep.kind === "WAIT_CERTIFICATE";
    if (isWaiting || certificates.some(isBeingMade)) this.#pollLater();
    if (certificates.length === 0 && !isWaiting) {
      return [
        notice(
          "info",
          words.noneYet,
          paragraph(words.noneYetHow),
        ),
        actions(link("/kelas-saya/", common.myClasses, "primary")),
      ];
    }
    return [
      isWaiting && !certificates.some(isBeingMade) && making(words.beingMade),
      ...certificates.map(certificateCard),
    ];
  }

  #pollLater(): void {
    setTimeout(() => void this.#poll(), this.#pollMs);
    this.#pollMs = Math.min(LONGEST_POLL_MS, this.#pollMs * 1.5);
  }

  async #poll(): Promise<void> {
    // In the background nothing is asked; the next look finds it.
    const loaded = document.hidden ? null : await load().catch(() => null);
    if (loaded) put(this, this.#draw(loaded));
    else this.#pollLater();
  }
}

async function load(): Promise<Loaded | null> {
  return (await ask(MyCertificates, {})).viewer;
}

function isBeingMade({ state, downloadUrl }: Certificate): boolean {
  return state === "VALID" && !downloadUrl;
}

function making(title: string): HTMLElement {
  return make(
    "div",
    { class: "notice notice--info", role: "status" },
    make("p", { class: "notice__title" }, title),
    paragraph(
      words.beingMadeHow,
    ),
    make("progress", { class: "progress", "aria-label": words.beingMadeShort }),
  );
}

function certificateCard(certificate: Certificate): HTMLElement {
  const { course, number, version, state, name, issuedAt, code, mailedAt } = certificate;
  const told = make("div", { class: "told" });
  return make(
    "article",
    { class: "card" },
    make("h2", { class: "card__title" }, course.title),
    make("div", {}, stateBadge(state)),
    isBeingMade(certificate) ? making(words.fileBeingMade) : downloads(certificate, told),
    told,
    pairs([
      [words.name, name],
      [words.number, version > 1 ? words.numberVersion({ number, version }) : number],
      [words.issued, `${dateText(issuedAt)}, ${course.hours} JP`],
      [words.code, code],
      [words.mail, mailedAt ? words.mailedAt({ mailedAt: momentText(mailedAt) }) : words.mailing],
    ]),
    make("p", {}, plainLink(`/verifikasi/?kode=${encodeURIComponent(code)}`, words.verificationPage)),
  );
}

function downloads({ id, downloadUrl, badgeUrl }: Certificate, told: HTMLElement): Child {
  const fetching = (file: "downloadUrl" | "badgeUrl") => async () => {
    try {
      await download(id, file);
      told.replaceChildren();
    } catch (error) {
      told.replaceChildren(notice("bad", words.notDownloaded, paragraph(sentenceFor(error))));
    }
  };
  return downloadUrl && actions(
    button(words.download, "primary", fetching("downloadUrl")),
    badgeUrl && button(words.badge, "quiet", fetching("badgeUrl")),
  );
}

/** Download links live for minutes, a page may stay open for days: each download asks for its own link. */
async function download(id: string, file: "downloadUrl" | "badgeUrl"): Promise<void> {
  const fresh = (await load())?.certificates.find((certificate) => certificate.id === id);
  if (fresh?.[file]) make("a", { href: fresh[file], download: true }).click();
}
