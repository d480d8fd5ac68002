/** <jawara-next-step>: the one thing to do now. Strangers keep what the page holds inside. */

import { hrefTo } from "../address.ts";
import { link, make, paragraph } from "../dom.ts";
import type { NextStepKind, NextStepParts } from "../generated/documents.ts";
import { onViewerChange, viewer } from "../head.ts";
import { Screen } from "../screen.ts";
import * as common from "#messages/screen-common.ts";

const LABELS: Readonly<Record<NextStepKind, string>> = {
  FILL_PROFILE: common.fillBiodata,
  CONFIRM_NAME: common.checkName,
  CHOOSE_COURSE: common.chooseClass,
  CONTINUE_LESSON: common.continueLearning,
  TAKE_EVALUATION: common.takeEvaluation,
  WAIT_CERTIFICATE: common.seeCertificate,
  DOWNLOAD_CERTIFICATE: common.downloadCertificate,
  KEEP_RECORDS: common.openStaffPage,
};

export function nextStepCard(step: NextStepParts): HTMLElement {
  return make(
    "section",
    { class: "notice notice--next", "aria-label": common.nextStep },
    make("h2", { class: "notice__title" }, common.nextStep),
    paragraph(step.message),
    make("div", { class: "actions" }, link(hrefTo(step.link), LABELS[step.kind], "primary")),
  );
}

export class NextStep extends Screen {
  #fallback: readonly Node[] = [];

  protected start(): void {
    this.#fallback = [...this.childNodes];
    onViewerChange(() => void this.#draw());
    void this.#draw();
  }

  async #draw(): Promise<void> {
    // Unreachable: the page's own content says so; this card stays as it was.
    const person = await viewer().catch(() => undefined);
    if (person === undefined) return;
    this.replaceChildren(...(person ? [nextStepCard(person.nextStep)] : this.#fallback));
  }
}
