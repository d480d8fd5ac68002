/** "Akun saya": another address: named, proven by a code that goes there, then taken. */

import { ask } from "../api.ts";
import { focusOn } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { type CodeParts, ConfirmEmailChange, RequestEmailChange } from "../generated/documents.ts";
import { renewViewer } from "../head.ts";
import { withProof } from "../proof.ts";
import { CodeForm } from "./code-form.ts";
import type { Desk, Loaded } from "./desk.ts";
import { Disclosure } from "./section.ts";
import { tell } from "../deeds.ts";
import * as words from "#messages/screen-account.ts";

export function tendAddress({ part, renew }: Desk): (loaded: Loaded) => void {
  const form = part("address") as HTMLFormElement;
  const opener = part("open-address") as HTMLButtonElement;
  const disclosure = new Disclosure(opener, form);
  let email = "";
  const send = (): Promise<CodeParts> =>
    withProof(() => ask(RequestEmailChange, { email }).then((data) => data.requestEmailChange));
  const code = new CodeForm(part("code") as HTMLFormElement, {
    send,
    enter: async (challenge, typed) => {
      const change = () =>
        ask(ConfirmEmailChange, { challenge, code: typed }).then((data) => data.confirmEmailChange);
      const { problems } = await withProof(change);
      if (problems.length === 0) {
        form.reset();
        code.close();
        opener.hidden = false;
        renewViewer();
        await renew();
        tell(
          part("told-address"),
          "good",
          words.addressChanged,
          words.addressChangedHow,
        );
      }
      return problems;
    },
    mend: () => {
      opener.hidden = false;
      opener.click();
    },
  });
  tend(form, async (values) => {
    email = text(values, "email");
    const letter = await send();
    if (letter.challenge) {
      disclosure.close();
      opener.hidden = true;
      part("told-address").replaceChildren();
      code.open(email, letter);
    } else focusOn(form.querySelector("input"));
    return letter.problems;
  });
  return ({ viewer }) => {
    for (const place of [part("email"), part("code-email")]) place.textContent = viewer.email;
  };
}
