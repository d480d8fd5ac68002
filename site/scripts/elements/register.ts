/** <jawara-register>: a new account by password, mailed code or Google. */

import { tendCodeWay } from "../account/code-way.ts";
import { tendOtherWays } from "../account/other-ways.ts";
import { letterCard } from "../account/resend.ts";
import { askOpenly } from "../api.ts";
import { focusOn, make, paragraph, plainLink } from "../dom.ts";
import { secret, tend, text } from "../forms.ts";
import { type MailParts, Register } from "../generated/documents.ts";
import { Screen } from "../screen.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-account.ts";

export class Registration extends Screen {
  protected start(): void {
    const form = this.within("form") as HTMLFormElement;
    tend(form, async (values) => {
      const email = text(values, "email");
      const send = async (): Promise<MailParts> =>
        (await askOpenly(Register, { email, password: secret(values, "password") })).register;
      const letter = await send();
      if (letter.problems.length === 0) this.#tellToReadMail(email, letter, send);
      return letter.problems;
    });
    const byCode = this.within("by-code") as HTMLButtonElement;
    const codeForm = this.within("code") as HTMLFormElement;
    tendCodeWay({ choose: this.within("choose"), form, byCode, codeForm });
    void tendOtherWays({ ways: this.within("ways"), insideApp: this.within("inside-app"), form, byCode });
  }

  #tellToReadMail(email: string, { resendSeconds }: MailParts, send: () => Promise<MailParts>): void {
    const choose = this.within("choose");
    const card = letterCard({
      sentences: [
        make("p", {}, words.confirmationSentTo, make("strong", {}, email), "."),
        paragraph(words.confirmationHow),
      ],
      resendSeconds,
      send,
      mend: () => {
        card.remove();
        choose.hidden = false;
        focusOn(choose.querySelector("form input"));
      },
    });
    card.append(make("p", {}, words.registeredBefore, plainLink("/masuk/", common.signIn), "."));
    choose.hidden = true;
    choose.after(card);
    focusOn(card.querySelector("h2"));
  }
}
