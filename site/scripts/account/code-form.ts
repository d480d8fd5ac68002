/** The form for the six digits of a mail (templates/interactive/_account.html): enter, send again, change the address. */

import { hasProblem } from "../api.ts";
import { coolDown } from "../cooldown.ts";
import { focusOn } from "../dom.ts";
import { timeText } from "../format.ts";
import { secret, tend } from "../forms.ts";
import type { CodeParts, ProblemParts } from "../generated/documents.ts";
import { tendResend } from "./resend.ts";
import * as words from "#messages/screen-account.ts";

export interface CodeDeeds {
  /** Ask for another letter to the same address. */
  readonly send: () => Promise<CodeParts>;
  readonly enter: (challenge: string, code: string) => Promise<readonly ProblemParts[]>;
  /** The form has closed: back to where the address can be changed. */
  readonly mend: () => void;
}

export class CodeForm {
  #challenge = "";

  constructor(private readonly form: HTMLFormElement, private readonly deeds: CodeDeeds) {
    tend(form, (values) => this.#enter(values));
    tendResend(this.#again, this.#one("state"), async () => {
      const letter = await deeds.send();
      if (letter.challenge) this.#take(letter);
      return letter;
    });
    this.#one("mend").addEventListener("click", () => {
      this.close();
      deeds.mend();
    });
  }

  /** Show the form for the letter that went to `address`. */
  open(address: string, letter: CodeParts): void {
    this.#one("address").textContent = address;
    this.#one("state").textContent = "";
    this.#take(letter);
    this.form.hidden = false;
    coolDown(this.#again, letter.resendSeconds);
    focusOn(this.#one("title"));
  }

  close(): void {
    this.form.hidden = true;
    this.form.reset();
  }

  #take({ challenge, expiresAt }: CodeParts): void {
    this.#challenge = challenge ?? "";
    this.#one("expiry").textContent = expiresAt
      ? words.codeValidUntil({ expiresAt: timeText(expiresAt) })
      : "";
  }

  async #enter(values: FormData): Promise<readonly ProblemParts[]> {
    // Mails and keyboards put spaces between the digits.
    const problems = await this.deeds.enter(this.#challenge, secret(values, "code").replace(/\D/g, ""));
    if (hasProblem(problems, "WRONG_CODE", "TOKEN_EXPIRED")) this.form.reset();
    return problems;
  }

  get #again(): HTMLButtonElement {
    return this.#one("again") as HTMLButtonElement;
  }

  #one(name: string): HTMLElement {
    return this.form.querySelector(`[data-code="${name}"]`) as HTMLElement;
  }
}
