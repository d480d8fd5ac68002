/** "Akun saya": the password, made or changed. */

import { ask } from "../api.ts";
import { secret, tend } from "../forms.ts";
import { SetPassword } from "../generated/documents.ts";
import { withProof } from "../proof.ts";
import type { Desk, Loaded } from "./desk.ts";
import { Disclosure } from "./section.ts";
import { tell } from "../deeds.ts";
import * as words from "#messages/screen-account.ts";

export function tendPassword({ part, renew }: Desk): (loaded: Loaded) => void {
  const form = part("password") as HTMLFormElement;
  const opener = part("open-password") as HTMLButtonElement;
  const disclosure = new Disclosure(opener, form);
  tend(form, async (values) => {
    const password = secret(values, "password");
    const { problems } = await withProof(() =>
      ask(SetPassword, { password }).then((data) => data.setPassword)
    );
    if (problems.length === 0) {
      form.reset();
      disclosure.close();
      await renew();
      tell(
        part("told-ways"),
        "good",
        words.passwordSaved,
        words.othersMustSignIn,
      );
    }
    return problems;
  });
  return ({ viewer: { email, hasPassword } }) => {
    form.querySelector("[autocomplete=username]")?.setAttribute("value", email);
    part("password-state").textContent = hasPassword ? words.passwordMade : words.passwordNotMade;
    opener.textContent = hasPassword ? words.changePassword : words.makePassword;
  };
}
