/**
 * <jawara-install>: how to put the site among the phone's apps. Without a script it shows the steps for all phones; with
 * one, the steps for this phone, or a button where the browser can install by itself, or nothing inside the app.
 */

import { actions, button, focusOn, notice, paragraph } from "../dom.ts";
import { put, Screen } from "../screen.ts";
import * as common from "#messages/screen-common.ts";

/** Chrome's event; TypeScript's DOM library does not know it. */
interface InstallOffer extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ readonly outcome: "accepted" | "dismissed" }>;
}

export class Install extends Screen {
  protected start(): void {
    if (isInsideApp()) {
      this.hidden = true;
      return;
    }
    const phone = phoneKind();
    for (const guide of this.querySelectorAll<HTMLElement>("[data-guide]")) {
      guide.hidden = phone !== null && guide.dataset["guide"] !== phone;
    }
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.#offer(event as InstallOffer);
    });
    addEventListener("appinstalled", () => this.#tellDone());
  }

  #offer(offer: InstallOffer): void {
    this.within("guides").hidden = true;
    const install = button(common.installApp, "", async () => {
      // An offer serves once; who declines finds the steps again.
      await offer.prompt();
      const { outcome } = await offer.userChoice;
      if (outcome === "accepted") return this.#tellDone();
      put(this.within("offer"), []);
      this.within("guides").hidden = false;
    });
    put(this.within("offer"), [actions(install)]);
  }

  #tellDone(): void {
    this.within("guides").hidden = true;
    const done = notice(
      "good",
      common.installed,
      paragraph(common.installedHow),
    );
    put(this.within("offer"), [done]);
    focusOn(done);
  }
}

function isInsideApp(): boolean {
  const isStandalone = (navigator as { standalone?: boolean }).standalone === true;
  return isStandalone || matchMedia("(display-mode: standalone)").matches;
}

function phoneKind(): "android" | "ios" | null {
  const { userAgent, maxTouchPoints } = navigator;
  // An iPad calls itself a Macintosh; no Macintosh has a touch screen.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return "ios";
  return /Android/.test(userAgent) ? "android" : null;
}
