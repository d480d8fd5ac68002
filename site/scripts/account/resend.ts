/** "Send again", and the card that says a letter is on its way. */

import { sentenceFor } from "../api.ts";
import { coolDown } from "../cooldown.ts";
import { actions, button, type Child, make, paragraph, whileBusy } from "../dom.ts";
import type { MailParts } from "../generated/documents.ts";
import * as words from "#messages/screen-account.ts";

type Send = () => Promise<MailParts>;

/** Each press sends another letter and tells so in `state`; in between the button rests as long as the server says. */
export function tendResend(again: HTMLButtonElement, state: HTMLElement, send: Send): void {
  const resend = async () => {
    state.textContent = "";
    try {
      const { problems, resendSeconds } = await send();
      state.textContent = problems.map(({ message }) => message).join(" ") || words.mailSentAgain;
      coolDown(again, problems[0]?.waitSeconds ?? resendSeconds);
    } catch (error) {
      state.textContent = sentenceFor(error);
    }
  };
  again.addEventListener("click", () => void whileBusy(again, resend));
}

export interface Letter {
  readonly sentences: readonly Child[];
  /** Seconds until the next one may be asked for. */
  readonly resendSeconds: number;
  readonly send: Send;
  /** Back to the form, to change the address. */
  readonly mend: () => void;
}

export function letterCard({ sentences, resendSeconds, send, mend }: Letter): HTMLElement {
  const state = make("p", { class: "told", role: "status" });
  const again = make("button", { type: "button", class: "button button--quiet" }, words.sendAgain);
  const row = actions(again, button(words.changeAddress, "quiet", mend));
  tendResend(again, state, send);
  const card = make(
    "section",
    { class: "card" },
    make("h2", { class: "card__title" }, words.checkMail),
    ...sentences,
    paragraph(words.checkMailHow),
    state,
    row,
  );
  coolDown(again, resendSeconds);
  return card;
}
