/**
 * <jawara-evaluation course="slug">: the rules, then the attempt; an attempt left open goes on at once, without a
 * network from what this phone kept of it.
 */

import { ask } from "../api.ts";
import { actions, type Child, focusOn, link, make, notice, paragraph } from "../dom.ts";
import type { KeptSitting, Progress } from "../evaluation/kept.ts";
import { drawStart } from "../evaluation/start.ts";
import { Sitting } from "../evaluation/sitting.ts";
import {
  EvaluationStart,
  type EvaluationStartResult,
  OpenAttempt,
  type PaperParts,
  StartAttempt,
} from "../generated/documents.ts";
import type { Outbox } from "../outbox/box.ts";
import { outbox, outboxScript } from "../outbox/door.ts";
import { put, Screen, show, showToViewer } from "../screen.ts";
import { accountId, rememberAccount } from "../session.ts";
import { Unreachable } from "../transport.ts";
import * as words from "#messages/screen-result.ts";

/** A phone that has the paper waits no longer than this for a slow network. */
const PATIENCE_MS = 5_000;

type Viewer = NonNullable<EvaluationStartResult["viewer"]>;
type Standing = Viewer & { readonly paper: PaperParts | null };
type Script = typeof import("../outbox.ts");

interface Loaded {
  readonly box: Outbox;
  readonly script: Script;
  readonly account: string;
  readonly kept: KeptSitting | null;
  /** Null without a network. */
  readonly standing: Standing | null;
}

export class Evaluation extends Screen {
  protected start(): void {
    void showToViewer(this, () => this.#load(), (loaded) => this.#draw(loaded));
  }

  async #load(): Promise<Loaded | null> {
    const [box, script] = [await outbox(), await outboxScript()];
    const account = accountId();
    const kept = account === null ? null : await script.keptSitting(box.shelf, account, this.given("course"));
    const standing = await (kept ? Promise.race([this.#ask(), patience()]) : this.#ask()).catch((error) => {
      if (kept && error instanceof Unreachable) return "none" as const;
      throw error;
    });
    if (standing === null) return null;
    if (standing === "none") return { box, script, account: account ?? "", kept, standing: null };
    return { box, script, account: standing.id, kept: account === standing.id ? kept : null, standing };
  }

  async #ask(): Promise<Standing | null> {
    const { viewer } = await ask(EvaluationStart, { course: this.given("course") });
    if (!viewer) return null;
    rememberAccount(viewer.id);
    const open = viewer.enrolment?.evaluation.openAttempt;
    const paper = open ? (await ask(OpenAttempt, { id: open })).viewer?.attempt ?? null : null;
    return { ...viewer, paper };
  }

  #draw(loaded: Loaded): readonly Child[] {
    const { box, kept, standing } = loaded;
    if (!standing) {
      if (kept?.reading) loaded.script.officeClock.carryOn(kept.reading);
      return kept ? [seat(loaded, kept.paper, kept)] : [];
    }
    const { id, enrolment, paper } = standing;
    if (!enrolment) return [this.#inviteToEnrol()];
    // Closed while this phone was away: what is not sent yet is told at /kelas-saya/.
    if (kept && kept.paper.id !== paper?.id) {
      void new loaded.script.Memory(box.shelf, id, kept.paper).forget().then(() =>
        box.close(id, kept.paper.id)
      );
    }
    if (paper?.state === "OPEN") return [seatNow(loaded, paper)];
    const told = make("div", { class: "told" });
    return [...drawStart(enrolment, () => this.#begin(loaded, told)), told];
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

  async #begin(loaded: Loaded, told: HTMLElement): Promise<void> {
    await show(
      told,
      async () => (await ask(StartAttempt, { course: this.given("course") })).startAttempt,
      (answer) => {
        if (answer.attempt) {
          put(this, [seatNow(loaded, answer.attempt)]);
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

function patience(): Promise<never> {
  return new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Unreachable("slow")));
}

/** The paper as the server gives it now, with what this phone remembers besides. */
function seatNow(loaded: Loaded, paper: PaperParts): HTMLElement {
  loaded.script.officeClock.set(Date.parse(paper.serverTime));
  return seat(loaded, paper, loaded.kept?.paper.id === paper.id ? loaded.kept : undefined);
}

function seat({ box, script, account }: Loaded, paper: PaperParts, progress?: Progress): HTMLElement {
  const host = make("div", { class: "stack sitting" });
  void new Sitting(host, box, new script.Memory(box.shelf, account, paper, progress)).open();
  void script.keepThisPage();
  return host;
}
