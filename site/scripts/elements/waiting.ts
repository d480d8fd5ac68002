/** <jawara-waiting>: a quiet line when something of this account still waits on the phone, and what was refused. */

import { signInHref } from "../address.ts";
import { actions, button, type Child, link, make, notice, paragraph } from "../dom.ts";
import type { Outbox } from "../outbox/box.ts";
import type { Deed } from "../outbox/deeds.ts";
import { mayWait, outbox } from "../outbox/door.ts";
import { put, Screen } from "../screen.ts";
import { accountId, onSessionChange } from "../session.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-outbox.ts";

export class Waiting extends Screen {
  protected start(): void {
    onSessionChange(() => this.#open());
    this.#open();
  }

  #open(): void {
    if (!mayWait()) return;
    outbox().then((box) => {
      box.onChange(() => void this.#draw(box));
      return this.#draw(box);
    }).catch(() => undefined);
  }

  async #draw(box: Outbox): Promise<void> {
    const account = accountId();
    const deeds = account ? await box.of(account) : [];
    const waiting = deeds.filter(({ state }) => state === "waiting");
    const refused = deeds.filter(({ state }) => state === "refused");
    const [unfinished, lost] = [refused.filter(isUnfinished), refused.filter((deed) => !isUnfinished(deed))];
    put(this, [
      waiting.length > 0 && line(waiting, box),
      unfinished.length > 0 &&
      told(notice("next", words.notYet({ count: unfinished.length })), unfinished, box),
      lost.length > 0 && told(notice("bad", words.refused({ count: lost.length })), lost, box),
    ]);
  }
}

function line(waiting: readonly Deed[], box: Outbox): Child {
  const lessons = waiting.filter(({ kind }) => kind === "lesson").length;
  const count = { lessons, answers: waiting.filter(({ kind }) => kind === "answer").length };
  const what = lessons > 0 && count.answers > 0
    ? words.bothWait(count)
    : lessons > 0
    ? words.lessonsWait(count)
    : count.answers > 0
    ? words.answersWait(count)
    : waiting.some(({ kind }) => kind === "submit")
    ? words.submitWaits
    : words.practiceWaits;
  const held = waiting.find(({ problem }) => problem)?.problem;
  return make(
    "p",
    { class: "save-state", "data-state": "waiting", role: "status" },
    make(
      "span",
      {},
      what,
      " ",
      box.state === "stranger" ? words.signInToSend : held?.message ?? words.sentByItself,
    ),
    box.state === "stranger" && link(signInHref(), common.signIn, "quiet"),
  );
}

/** A lesson that asks for more than to be read: nothing is lost. */
function isUnfinished({ problem }: Deed): boolean {
  return problem?.code === "LESSON_UNMET" || problem?.code === "LESSON_LOCKED";
}

/** The office's last word, once for each sentence; it stands until its reader has seen it. */
function told(place: HTMLElement, refused: readonly Deed[], box: Outbox): HTMLElement {
  const sentences = new Set(refused.map(({ problem }) => problem?.message ?? ""));
  place.append(
    ...[...sentences].map((sentence) => paragraph(sentence)),
    actions(button(words.understood, "quiet", async () => {
      for (const deed of refused) await box.drop(deed);
    })),
  );
  return place;
}
