/** <jawara-evaluation course="slug">: the rules, then the attempt; an attempt left open goes on at once. */

import { ask } from "../api.ts";
import { actions, type Child, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { drawStart } from "../evaluation/start.ts";
import { Sitting } from "../evaluation/sitting.ts";
import {
  EvaluationStart,
  type EvaluationStartResult,
  OpenAttempt,
  type PaperParts,
  StartAttempt,
} from "../generated/documents.ts";
import { put, Screen, show, showToViewer } from "../screen.ts";
import * as words from "#messages/screen-result.ts";

type Loaded = NonNullable<EvaluationStartResult["viewer"]> & { readonly paper: PaperParts | null };

export class Evaluation extends Screen {
  protected start(): void {
    void showToViewer(this, () => this.#load(), (loaded) => this.#draw(loaded));
  }

  async #load(): Promise<Loaded | null> {
    const { viewer } = await ask(EvaluationStart, { course: this.given("course") });
    if (!viewer) return null;
    const open = viewer.enrolment?.evaluation.openAttempt;
    const paper = open ? (await ask(OpenAttempt, { id: open })).viewer?.attempt ?? null : null;
    return { ...viewer, paper };
  }

  #draw({ id, enrolment, paper }: Loaded): readonly Child[] {
    if (!enrolment) return [this.#inviteToEnrol()];
    if (paper?.state === "OPEN") return [seatFor(id, paper)];
    const told = make("div", { class: "told" });
    return [...drawStart(enrolment, () => this.#begin(id, told)), told];
  }

  #inviteToEnrol(): HTMLElement {
    const course = `/kelas/${this.given("course")}/`;
    return notice(
      "info",
      words.notEnrolled,
      paragraph(words.notEnrolledHow),
      actions(link(course, words.toClass, "primary")),
    );
  }

  async #begin(account: string, told: HTMLElement): Promise<void> {
    await show(
      told,
      async () => (await ask(StartAttempt, { course: this.given("course") })).startAttempt,
      (answer) => {
        if (answer.attempt) {
          put(this, [seatFor(account, answer.attempt)]);
          focusOn(this.querySelector("h2"));
          return [];
        }
        return [notice(
          "bad",
          words.notStarted,
          ...answer.problems.map(({ message }) => paragraph(message)),
        )];
      },
    );
  }
}

function seatFor(account: string, paper: PaperParts): HTMLElement {
  const seat = make("div", { class: "stack sitting" });
  new Sitting(seat, account, paper).open();
  return seat;
}
