/** Signing in, or up, by a code that is mailed: for the address that a form already asks for. */

import { askOpenly } from "../api.ts";
import { focusOn } from "../dom.ts";
import { tendOtherWay, text } from "../forms.ts";
import { type CodeParts, RequestCode, SignInWithCode } from "../generated/documents.ts";
import { arrive } from "./arrival.ts";
import { CodeForm } from "./code-form.ts";
import { forgetPendingCode, keepPendingCode, pendingCode } from "./pending-code.ts";

export interface CodeParties {
  /** All that is on the screen before the code is. */
  readonly choose: HTMLElement;
  readonly form: HTMLFormElement;
  readonly byCode: HTMLButtonElement;
  readonly codeForm: HTMLFormElement;
}

export function tendCodeWay({ choose, form, byCode, codeForm }: CodeParties): void {
  let email = "";
  const send = async (): Promise<CodeParts> => {
    const letter = (await askOpenly(RequestCode, { email })).requestCode;
    if (letter.challenge) keepPendingCode({ email, letter });
    return letter;
  };
  const code = new CodeForm(codeForm, {
    send,
    enter: async (challenge, typed) => {
      const session = (await askOpenly(SignInWithCode, { challenge, code: typed })).signInWithCode;
      if (session.accessToken) forgetPendingCode();
      return arrive(session);
    },
    mend: () => {
      forgetPendingCode();
      choose.hidden = false;
      focusOn(form.querySelector("input"));
    },
  });
  const open = (letter: CodeParts) => {
    choose.hidden = true;
    code.open(email, letter);
  };
  tendOtherWay(form, byCode, ["email"], async (values) => {
    email = text(values, "email");
    const letter = await send();
    if (letter.challenge) open(letter);
    return letter.problems;
  });
  const pending = pendingCode();
  if (!pending) return;
  email = pending.email;
  open(pending.letter);
}
