/** What to do in the inner browser of another app, where Google and passkeys don't work. */

import { focusOn, whileBusy } from "../dom.ts";
import { chromeHref, type WebView, webViewIn } from "../webview.ts";
import * as words from "#messages/screen-account.ts";

/** The inner browser that the page is open in, if it is one. */
export function webViewHere(): WebView | null {
  const isInstalled = matchMedia("(display-mode: standalone)").matches ||
    (navigator as { standalone?: boolean }).standalone === true;
  return webViewIn(navigator.userAgent, isInstalled);
}

/** Show the server-rendered words (templates/interactive/_account.html), those for this system. */
export function showInsideApp(section: HTMLElement, { app, system }: WebView): void {
  for (const part of section.querySelectorAll<HTMLElement>("[data-system]")) {
    part.hidden = part.dataset["system"] !== (system === "android" ? "android" : "ios");
  }
  for (const name of section.querySelectorAll("[data-app]")) if (app) name.textContent = app;
  section.querySelector("a[data-chrome]")?.setAttribute("href", chromeHref(new URL(location.href)));
  const copy = section.querySelector<HTMLButtonElement>("[data-copy]");
  copy?.addEventListener("click", () => void whileBusy(copy, () => copyAddress(section)));
  section.hidden = false;
}

async function copyAddress(section: HTMLElement): Promise<void> {
  const state = section.querySelector("[role=status]");
  try {
    await navigator.clipboard.writeText(location.href);
    if (state) state.textContent = words.addressCopied;
  } catch {
    // Many inner browsers refuse: then it can be copied by hand.
    const field = section.querySelector<HTMLInputElement>("input[readonly]");
    if (!field) return;
    field.value = location.href;
    field.hidden = false;
    focusOn(field);
    field.select();
    if (state) state.textContent = words.pressAddress;
  }
}
