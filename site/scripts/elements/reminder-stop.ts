/** <jawara-reminder-stop>: the end of a reminder's link: stops reminders at once, and offers to take that back. */

import { askOpenly, sentenceFor } from "../api.ts";
import {
  actions,
  button,
  type Child,
  focusOn,
  link,
  make,
  notice,
  type NoticeKind,
  paragraph,
} from "../dom.ts";
import { takeFragment } from "../fragment.ts";
import { SetRemindersByLink } from "../generated/documents.ts";
import { put, Screen } from "../screen.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-reminders.ts";

export class ReminderStop extends Screen {
  protected start(): void {
    const token = takeFragment();
    if (token) void this.#set(token, false);
    else this.#tell("info", words.openLetter, paragraph(words.openLetterHow), actions(toAccount()));
  }

  async #set(token: string, wanted: boolean): Promise<void> {
    try {
      const { problems } = (await askOpenly(SetRemindersByLink, { token, wanted })).setRemindersByLink;
      if (problems.length > 0) {
        const told = problems.map(({ message }) => paragraph(message));
        this.#tell("bad", words.notChanged, ...told, paragraph(words.inAccount), actions(toAccount()));
      } else this.#tellDone(token, wanted);
    } catch (error) {
      const again = button(common.tryAgain, "primary", () => this.#set(token, wanted));
      this.#tell("bad", words.notChanged, paragraph(sentenceFor(error)), actions(again));
    }
  }

  #tellDone(token: string, wanted: boolean): void {
    const back = wanted
      ? button(words.stop, "quiet", () => this.#set(token, false))
      : button(words.haveAgain, "quiet", () => this.#set(token, true));
    const title = wanted ? words.on : words.stopped;
    this.#tell("good", title, paragraph(wanted ? words.onHow : words.stoppedHow), actions(back));
  }

  #tell(kind: NoticeKind, title: string, ...children: Child[]): void {
    const told = make("div", { class: "stack" }, notice(kind, title, ...children));
    put(this, [told]);
    focusOn(told);
  }
}

function toAccount(): HTMLAnchorElement {
  return link("/akun/", words.myAccount, "quiet");
}
