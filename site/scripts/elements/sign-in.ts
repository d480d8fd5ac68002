/** <jawara-sign-in>: by password, mailed code, Google or passkey, then on to where the reader wanted to go. */

import { arrive } from "../account/arrival.ts";
import { tendCodeWay } from "../account/code-way.ts";
import { tendOtherWays } from "../account/other-ways.ts";
import { askOpenly } from "../api.ts";
import { secret, tend, text } from "../forms.ts";
import { SignIn } from "../generated/documents.ts";
import { Screen } from "../screen.ts";

export class SignInForm extends Screen {
  protected start(): void {
    const form = this.within("form") as HTMLFormElement;
    tend(form, async (values) => {
      const variables = { email: text(values, "email"), password: secret(values, "password") };
      return arrive((await askOpenly(SignIn, variables)).signIn);
    });
    const byCode = this.within("by-code") as HTMLButtonElement;
    const codeForm = this.within("code") as HTMLFormElement;
    tendCodeWay({ choose: this.within("choose"), form, byCode, codeForm });
    void tendOtherWays({ ways: this.within("ways"), insideApp: this.within("inside-app"), form, byCode });
  }
}
