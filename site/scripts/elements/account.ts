/** <jawara-account>: the header's account menu; holds the link to the sign-in page until a script runs. */

import { here } from "../address.ts";
import { ask, sentenceFor } from "../api.ts";
import { actions, button, make, notice, paragraph, plainLink, styleWhatComesLater } from "../dom.ts";
import { SignOut } from "../generated/documents.ts";
import { viewer } from "../head.ts";
import { Screen } from "../screen.ts";
import { mayWait, outbox } from "../outbox/door.ts";
import { accountId, isSignedIn, onSessionChange, signedOut } from "../session.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-account.ts";
import * as kept from "#messages/screen-outbox.ts";

const PAGES = [
  ["/kelas-saya/", common.myClasses],
  ["/biodata/", words.biodata],
  ["/sertifikat/", words.certificates],
  ["/akun/", words.myAccount],
] as const;

export class Account extends Screen {
  protected start(): void {
    this.#draw();
    onSessionChange(() => this.#draw());
    document.addEventListener("click", (event) => this.#closeUnless(event.target as Node));
    this.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !this.#menu?.open) return;
      this.#menu.open = false;
      this.#menu.querySelector("summary")?.focus();
    });
  }

  get #menu(): HTMLDetailsElement | null {
    return this.querySelector("details");
  }

  #closeUnless(target: Node): void {
    if (this.#menu && !this.contains(target)) this.#menu.open = false;
  }

  #draw(): void {
    if (!isSignedIn()) {
      this.replaceChildren(make("a", { class: "header__link", href: here("/masuk/") }, common.signIn));
      return;
    }
    styleWhatComesLater();
    const list = make("ul", { class: "account__list" });
    for (const [href, label] of PAGES) list.append(make("li", {}, plainLink(href, label)));
    const address = make("p", { class: "account__address" });
    const panel = make("div", { class: "account__panel" }, address, list, this.#signOutButton());
    this.replaceChildren(
      make("details", { class: "account" }, make("summary", { class: "header__link" }, words.account), panel),
    );
    void this.#fill(address, list);
  }

  async #fill(address: HTMLElement, list: HTMLElement): Promise<void> {
    // Without a network the menu stands without the address; the page itself says what is wrong.
    const person = await viewer().catch(() => null);
    if (!person) return;
    address.append(words.signedInAs, make("strong", {}, person.email));
    if (person.role === "STAFF") list.append(make("li", {}, plainLink("/petugas/", words.staffPage)));
  }

  #signOutButton(): HTMLElement {
    const told = make("div", { class: "told" });
    const leave = button(words.signOut, "quiet", async () => {
      if (!await isAnyWaiting()) return end();
      const anyway = actions(button(kept.signOutAnyway, "", end));
      told.replaceChildren(notice("info", common.notSent, paragraph(kept.stillWaits), anyway));
    });
    const end = async () => {
      try {
        await ask(SignOut, {});
        signedOut();
        location.assign(here("/"));
      } catch (error) {
        told.replaceChildren(notice("bad", words.notSignedOut, paragraph(sentenceFor(error))));
      }
    };
    return make("div", { class: "stack stack--tight" }, leave, told);
  }
}

/** After a last try to send it. Signing out loses nothing; whoever does it should know that something still waits. */
async function isAnyWaiting(): Promise<boolean> {
  const account = accountId();
  return account !== null && mayWait() && await outbox().then((box) => box.isAnyLeft(account), () => true);
}
