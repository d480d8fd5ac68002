/** <jawara-my-account>: the ways in, address, devices and language of the account, each changed in its own place. */

import { type Desk, loadAccount, type Loaded } from "../account/desk.ts";
import { tendAddress } from "../account/my-address.ts";
import { tendDevices } from "../account/my-devices.ts";
import { tendGoogle } from "../account/my-google.ts";
import { tendPasskeys } from "../account/my-passkeys.ts";
import { tendPassword } from "../account/my-password.ts";
import { tendReminders } from "../account/my-reminders.ts";
import { tell } from "../deeds.ts";
import { ask } from "../api.ts";
import { tend, text } from "../forms.ts";
import { type Language, SetLanguage } from "../generated/documents.ts";
import { Screen, showToViewer } from "../screen.ts";
import * as words from "#messages/screen-account.ts";

export class MyAccount extends Screen {
  protected start(): void {
    const desk: Desk = { part: (name) => this.within(name), renew: () => this.#renew() };
    const parts = [tendPassword, tendGoogle, tendPasskeys, tendAddress, tendDevices, tendReminders];
    const draws = parts.map((tended) => tended(desk));
    this.#draw = (loaded) => {
      for (const draw of draws) draw(loaded);
    };
    void showToViewer(this.within("state"), loadAccount, (loaded) => {
      this.#draw(loaded);
      this.#tendLanguage(loaded.viewer.language);
      this.within("account").hidden = false;
      return [];
    });
  }

  #draw: (loaded: Loaded) => void = () => undefined;

  /** After a deed; without a network the page stands as it was. */
  async #renew(): Promise<void> {
    const loaded = await loadAccount().catch(() => null);
    if (loaded) this.#draw(loaded);
  }

  #tendLanguage(current: Language): void {
    const form = this.within("language") as HTMLFormElement;
    (form.elements.namedItem("language") as HTMLSelectElement).value = current;
    tend(form, async (values) => {
      const language = text(values, "language") as Language;
      const { problems } = (await ask(SetLanguage, { language })).setLanguage;
      if (problems.length === 0) tell(this.within("told-language"), "good", words.mailLanguageSaved);
      return problems;
    });
  }
}
