/** The answers are to be handed in and the office has not said yes yet: what happens, until when, and what to do. */

import { signInHref } from "../address.ts";
import { actions, button, type Child, link, make, notice, paragraph } from "../dom.ts";
import { timeText } from "../format.ts";
import type { PaperParts } from "../generated/documents.ts";
import type { Outbox } from "../outbox/box.ts";
import type { Deed } from "../outbox/deeds.ts";
import * as common from "#messages/screen-common.ts";
import * as outboxWords from "#messages/screen-outbox.ts";
import * as words from "#messages/screen-sitting.ts";

export interface Waiting {
  readonly paper: PaperParts;
  readonly deed: Deed;
  readonly state: Outbox["state"];
  /** Whether it would be gone with the page. */
  readonly isOnPageOnly: boolean;
  /** Null where it can't be taken back: the time is up. */
  readonly back: (() => Promise<void>) | null;
  readonly again: () => Promise<void>;
}

export function handingIn({ paper, deed, state, isOnPageOnly, back, again }: Waiting): HTMLElement {
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", { class: "sitting__number", tabindex: -1 }, words.handingIn),
    ...(state === "sending" || state === "done"
      ? [make("p", { role: "status" }, words.sendingAll)]
      : [held(deed, state), until(paper, isOnPageOnly), ways(state, back, again)]),
  );
}

function held({ problem }: Deed, state: Outbox["state"]): HTMLElement {
  if (state === "stranger") return notice("bad", words.refused, paragraph(outboxWords.signInToSend));
  if (problem) return notice("bad", words.refused, paragraph(problem.message));
  return notice("info", words.notSent, paragraph(words.notSentHow));
}

function until(paper: PaperParts, isOnPageOnly: boolean): HTMLElement {
  const told = paragraph(words.countsUntil({ time: timeText(paper.closesAt) }));
  const where = paragraph(isOnPageOnly ? words.keepOpen : words.mayClose);
  return make("div", { class: "stack stack--tight" }, told, where);
}

function ways(state: Outbox["state"], back: Waiting["back"], again: Waiting["again"]): Child {
  return actions(
    state === "stranger"
      ? link(signInHref(), common.signIn, "primary")
      : button(words.sendAgain, "primary", again),
    back && button(words.takeBack, "quiet", back),
  );
}
