/** <jawara-sign-in>: e-mail and password, then on to where the reader wanted to go. */

import { localPath } from "../address.ts";
import { askOpenly } from "../api.ts";
import { secret, tend, text } from "../forms.ts";
import { SignIn } from "../generated/documents.ts";
import { Screen } from "../screen.ts";
import { signedIn } from "../session.ts";

export class SignInForm extends Screen {
  protected start(): void {
    tend(this.within("form") as HTMLFormElement, async (values) => {
      const variables = { email: text(values, "email"), password: secret(values, "password") };
      const { accessToken, problems } = (await askOpenly(SignIn, variables)).signIn;
      if (accessToken) {
        signedIn(accessToken);
        const wanted = new URLSearchParams(location.search).get("lanjut");
        location.assign(localPath(wanted, location.origin) ?? "/kelas-saya/");
      }
      return problems;
    });
  }
}
