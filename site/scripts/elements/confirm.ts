/** <jawara-confirm>: the end of the link in the registration mail; its token stands in the fragment. */

import { askOpenly, hasProblem } from "../api.ts";
import { actions, type Child, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { secret, tend } from "../forms.ts";
import { takeFragment } from "../fragment.ts";
import { ConfirmAddress, type ProblemParts } from "../generated/documents.ts";
import { put, Screen } from "../screen.ts";
import { signedIn } from "../session.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-account.ts";

export class Confirmation extends Screen {
  protected start(): void {
    const token = takeFragment();
    if (token) this.#ask(token);
    else {
      this.#tell(
        notice(
          "info",
          words.openMailLink,
          paragraph(words.openMailLinkHow),
        ),
        actions(link("/masuk/", common.signIn, "primary"), link("/daftar/", common.register, "quiet")),
      );
    }
  }

  #ask(token: string): void {
    const form = this.within("form") as HTMLFormElement;
    form.hidden = false;
    tend(form, async (values) => {
      const variables = { token, password: secret(values, "password") };
      const { accessToken, problems } = (await askOpenly(ConfirmAddress, variables)).confirmAddress;
      if (accessToken) {
        signedIn(accessToken);
        this.#welcome();
      } else if (hasProblem(problems, "TOKEN_EXPIRED")) {
        this.#refuse(problems);
        return [];
      }
      return problems;
    });
  }

  #welcome(): void {
    this.#tell(
      notice(
        "good",
        words.registered,
        paragraph(words.registeredHow),
      ),
      actions(link("/biodata/", common.fillBiodata, "primary")),
    );
  }

  #refuse(problems: readonly ProblemParts[]): void {
    this.#tell(
      notice(
        "bad",
        words.linkUnusable,
        ...problems.map(({ message }) => paragraph(message)),
        paragraph(
          words.linkUnusableHow,
        ),
      ),
      actions(link("/masuk/", common.signIn, "primary"), link("/daftar/", words.registerAgain, "quiet")),
    );
  }

  #tell(...children: Child[]): void {
    const told = make("div", { class: "stack" }, ...children);
    put(this, [told]);
    focusOn(told);
  }
}
