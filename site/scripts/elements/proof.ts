/**
 * <jawara-proof>: "is it still you?", asked over the page when a deed wants it (proof of
 * templates/interactive/_account.html). What was typed below stays.
 */

import { CodeForm } from "../account/code-form.ts";
import { byPasskey } from "../account/passkey-way.ts";
import { attempt } from "../deeds.ts";
import { ask } from "../api.ts";
import { whileBusy } from "../dom.ts";
import { secret, tend } from "../forms.ts";
import {
  type CodeParts,
  type ProblemParts,
  ProofWays,
  type ProofWaysResult,
  ProveByCode,
  ProveByPasskey,
  ProveByPassword,
  RequestProofCode,
} from "../generated/documents.ts";
import { canUsePasskeys } from "../passkeys.ts";
import { Screen } from "../screen.ts";

type Person = NonNullable<ProofWaysResult["viewer"]>;
type Problems = readonly ProblemParts[];

export class Proof extends Screen {
  #settle: (isProven: boolean) => void = () => undefined;
  #address = "";
  #code!: CodeForm;

  protected start(): void {
    const send = async (): Promise<CodeParts> => (await ask(RequestProofCode, {})).requestProofCode;
    this.#code = new CodeForm(this.within("code") as HTMLFormElement, {
      send,
      enter: async (challenge, code) =>
        this.#ended((await ask(ProveByCode, { challenge, code })).proveByCode.problems),
      mend: () => this.#showCode(false),
    });
    tend(this.#password, async (values) => {
      const password = secret(values, "password");
      return this.#ended((await ask(ProveByPassword, { password })).proveByPassword.problems);
    });
    this.#offer("by-code", async () => {
      const letter = await send();
      if (letter.challenge) {
        this.#showCode(true);
        this.#code.open(this.#address, letter);
      }
      return letter.problems;
    });
    this.#offer(
      "by-passkey",
      () =>
        byPasskey(async (challenge, response) =>
          this.#ended((await ask(ProveByPasskey, { challenge, response })).proveByPasskey.problems)
        ),
    );
    this.within("cancel").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => this.#settle(false));
  }

  /** True once the person has shown who they are; false when they would rather not. Rejects without a network. */
  async ask(): Promise<boolean> {
    const person = (await ask(ProofWays, {})).viewer;
    if (!person) return false;
    this.#prepare(person);
    this.#dialog.showModal();
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  #prepare({ email, hasPassword, passkeys }: Person): void {
    this.#address = email;
    this.#password.reset();
    this.#password.hidden = !hasPassword;
    this.#password.querySelector<HTMLInputElement>("[autocomplete=username]")?.setAttribute("value", email);
    this.within("by-passkey").hidden = passkeys.length === 0 || !canUsePasskeys();
    this.within("told").replaceChildren();
    this.#code.close();
    this.#showCode(false);
  }

  #showCode(isShown: boolean): void {
    this.within("ways").hidden = isShown;
  }

  #offer(name: string, deed: () => Promise<Problems>): void {
    const button = this.within(name) as HTMLButtonElement;
    const told = this.within("told");
    button.addEventListener(
      "click",
      () => void whileBusy(button, async () => void await attempt(told, deed, button)),
    );
  }

  #ended(problems: Problems): Problems {
    if (problems.length === 0) {
      this.#settle(true);
      this.#dialog.close();
    }
    return problems;
  }

  get #dialog(): HTMLDialogElement {
    return this.within("dialog") as HTMLDialogElement;
  }

  get #password(): HTMLFormElement {
    return this.within("password") as HTMLFormElement;
  }
}
