/** <jawara-undo-email>: the end of the link that went to an old address when it was changed; asks before it acts. */

import { askOpenly, hasProblem } from "../api.ts";
import { actions, type Child, focusOn, link, make, notice, paragraph, plainLink } from "../dom.ts";
import { tend } from "../forms.ts";
import { takeFragment } from "../fragment.ts";
import { UndoEmailChange } from "../generated/documents.ts";
import { put, Screen } from "../screen.ts";
import { isSignedIn, refresh } from "../session.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-account.ts";

export class EmailChangeUndo extends Screen {
  protected start(): void {
    const token = takeFragment();
    if (token) this.#ask(token);
    else {
      this.#tell(
        notice(
          "info",
          words.openMailLink,
          paragraph(
            words.undoLinkHow,
          ),
        ),
        actions(link("/akun/", words.myAccount, "quiet")),
      );
    }
  }

  #ask(token: string): void {
    const form = this.within("form") as HTMLFormElement;
    form.hidden = false;
    tend(form, async () => {
      const { problems } = (await askOpenly(UndoEmailChange, { token })).undoEmailChange;
      if (problems.length === 0) this.#tellDone();
      else if (hasProblem(problems, "TOKEN_EXPIRED")) {
        this.#tell(
          notice("bad", words.linkUnusable, ...problems.map(({ message }) => paragraph(message))),
          make(
            "p",
            {},
            words.needHelp,
            plainLink("/bantuan/", common.help),
            ".",
          ),
        );
      }
      return problems;
    });
  }

  #tellDone(): void {
    // The sessions of that account have ended; whether this browser had one of them, its cookie tells.
    if (isSignedIn()) refresh().catch(() => undefined);
    this.#tell(
      notice(
        "good",
        words.addressRestored,
        paragraph(words.allSignedOut),
        paragraph(
          words.signInByCode,
        ),
      ),
      actions(link("/masuk/?lanjut=%2Fakun%2F", common.signIn, "primary")),
    );
  }

  #tell(...children: Child[]): void {
    const told = make("div", { class: "stack" }, ...children);
    put(this, [told]);
    focusOn(told);
  }
}
