/** <jawara-recovery>: asks for a mail with a link, or, at the end of that link, for a new password. */

import { letterCard } from "../account/resend.ts";
import { askOpenly } from "../api.ts";
import { actions, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { secret, tend, text } from "../forms.ts";
import { takeFragment } from "../fragment.ts";
import { type MailParts, RequestRecovery, ResetPassword } from "../generated/documents.ts";
import { Screen } from "../screen.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-account.ts";

export class Recovery extends Screen {
  protected start(): void {
    const token = takeFragment();
    this.within("request").hidden = token !== null;
    this.within("reset").hidden = token === null;
    if (token) this.#askForPassword(token);
    else this.#askForAddress();
  }

  #askForAddress(): void {
    const form = this.within("request") as HTMLFormElement;
    tend(form, async (values) => {
      const email = text(values, "email");
      const send = async () => (await askOpenly(RequestRecovery, { email })).requestRecovery;
      const letter = await send();
      if (letter.problems.length === 0) this.#tellToReadMail(form, email, letter, send);
      return letter.problems;
    });
  }

  #tellToReadMail(
    form: HTMLFormElement,
    email: string,
    { resendSeconds }: MailParts,
    send: () => Promise<MailParts>,
  ): void {
    const card = letterCard({
      sentences: [make(
        "p",
        {},
        "Bila ",
        make("strong", {}, email),
        words.recoverySent,
      )],
      resendSeconds,
      send,
      mend: () => {
        card.replaceWith(form);
        focusOn(form.querySelector("input"));
      },
    });
    form.replaceWith(card);
    focusOn(card.querySelector("h2"));
  }

  #askForPassword(token: string): void {
    const form = this.within("reset") as HTMLFormElement;
    tend(form, async (values) => {
      const { problems } =
        (await askOpenly(ResetPassword, { token, password: secret(values, "password") })).resetPassword;
      if (problems.length === 0) {
        const told = notice(
          "good",
          words.newPasswordSaved,
          paragraph(
            words.newPasswordSavedHow,
          ),
          actions(link("/masuk/", common.signIn, "primary")),
        );
        form.replaceWith(told);
        focusOn(told);
      }
      return problems;
    });
  }
}
