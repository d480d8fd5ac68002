/**
 * <jawara-verification>: anybody checks a certificate by its code, typed, in ?kode= or in /v/<code>; by what its QR code
 * states behind the "#", without a network too; or by its PDF, which never leaves the phone.
 */

import { here } from "../address.ts";
import { focusOn, notice, paragraph } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { isWholeCode } from "../format.ts";
import { put, Screen, show } from "../screen.ts";
import { Unreachable } from "../transport.ts";
import {
  type Answer,
  answerTo,
  answerToFile,
  type Asked,
  askedBy,
  askedHere,
  hashOf,
  searchOf,
} from "../verification/asking.ts";
import { renewAuthority } from "../verification/authority.ts";
import { type Claim, isSame, readClaim } from "../verification/claim.ts";
import {
  drawn,
  drawnContradiction,
  drawnFile,
  drawnForged,
  drawnSigned,
  drawnUnproven,
} from "../verification/drawing.ts";
import * as words from "#messages/screen-verification.ts";

export class VerificationPage extends Screen {
  /** Of two checks only the later one may be shown. */
  #turn = 0;

  protected start(): void {
    this.#tendForm();
    this.#tendFile();
    addEventListener("hashchange", () => this.#checkAddress());
    this.#checkAddress();
    // Whoever comes here once can check QR codes later, without a network.
    void renewAuthority();
  }

  #checkAddress(): void {
    const given = askedHere(location);
    if (!given.code) return;
    const form = this.within("form") as HTMLFormElement;
    (form.elements.namedItem("kode") as HTMLInputElement).value = given.code;
    (form.elements.namedItem("nomor") as HTMLInputElement).value = given.number;
    void this.#check(given);
  }

  #tendForm(): void {
    const form = this.within("form") as HTMLFormElement;
    const input = form.elements.namedItem("kode") as HTMLInputElement;
    tend(form, async (values) => {
      const asked = askedBy(text(values, "kode"), text(values, "nomor"));
      if (!isWholeCode(asked.code)) {
        const message = words.codeShape;
        return [{ code: "INVALID_INPUT", field: "kode", message, waitSeconds: null }];
      }
      input.value = asked.code;
      const fragment = asked.claim && `#${asked.claim}`;
      history.pushState(null, "", here("/verifikasi/") + searchOf(asked) + fragment);
      await this.#check(asked);
      return [];
    });
  }

  #tendFile(): void {
    const input = this.within("file") as HTMLInputElement;
    // The same file again, maybe another one by now, is to be checked again.
    input.addEventListener("click", () => input.value = "");
    input.addEventListener("change", () => {
      const [file] = input.files ?? [];
      if (file) void this.#checkFile(file);
    });
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.dataset["over"] = "";
    });
    this.addEventListener("dragleave", () => delete this.dataset["over"]);
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      delete this.dataset["over"];
      const [file] = event.dataTransfer?.files ?? [];
      if (file) void this.#checkFile(file);
    });
  }

  async #checkFile(file: File): Promise<void> {
    this.#turn++;
    const outcome = this.within("outcome");
    const hash = await hashOf(file).catch(() => null);
    if (hash === null) put(outcome, [notice("bad", words.noPdf, paragraph(words.noPdfHow))]);
    else await show(outcome, () => answerToFile(hash), drawnFile);
    this.#lead();
  }

  async #check(asked: Asked): Promise<void> {
    // The page in the other language is about the same certificate.
    const twin = document.querySelector<HTMLAnchorElement>("a[data-twin]");
    if (twin) [twin.search, twin.hash] = [searchOf(asked), asked.claim];
    const turn = ++this.#turn;
    if (asked.claim) await this.#checkClaim(asked, () => turn === this.#turn);
    else await show(this.within("outcome"), () => answerTo(asked), drawn);
    this.#lead();
  }

  /** What the QR code states is told at once; what the office says of it today, when it says so. */
  async #checkClaim(asked: Asked, isMine: () => boolean): Promise<void> {
    const outcome = this.within("outcome");
    outcome.setAttribute("aria-busy", "true");
    const claim = await readClaim(asked.code, asked.claim);
    if (isMine() && claim.verdict === "GENUINE") put(outcome, drawnSigned(claim.printed, claim.named, null));
    const answer = await answerTo(asked).catch((error: unknown) => {
      if (error instanceof Unreachable) return null;
      throw error;
    });
    if (isMine()) put(outcome, this.#weighed(asked, claim, answer));
    outcome.removeAttribute("aria-busy");
  }

  #weighed(asked: Asked, claim: Claim, answer: Answer | null): ReturnType<typeof drawn> {
    const again = () => this.#check(asked);
    if (claim.verdict === "FORGED") return drawnForged(answer);
    if (claim.verdict === "UNPROVEN") return answer ? drawn(answer) : drawnUnproven(again);
    if (!answer) return drawnSigned(claim.printed, claim.named, again);
    const agrees = answer.printed !== null && isSame(answer.printed, claim);
    return agrees ? drawn(answer) : drawnContradiction(answer, claim.printed, claim.named);
  }

  #lead(): void {
    focusOn(this.within("outcome").querySelector<HTMLElement>(".notice"));
  }
}
