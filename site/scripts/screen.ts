/** What every element of ours shares: it starts once, loads, and says what it is doing. */

import { signInHref } from "./address.ts";
import { sentenceFor } from "./api.ts";
import { actions, button, type Child, link, make, notice, paragraph } from "./dom.ts";
import { isSignedIn } from "./session.ts";
import * as common from "#messages/screen-common.ts";

export abstract class Screen extends HTMLElement {
  #started = false;

  connectedCallback(): void {
    if (this.#started) return;
    this.#started = true;
    this.start();
  }

  protected abstract start(): void;

  /** The server-rendered part of this name, marked by `data-part`. */
  protected within(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!found) throw new Error(`<${this.localName}> has no element with data-part="${name}"`);
    return found;
  }

  /** An attribute that the page must give. */
  protected given(name: string): string {
    const value = this.getAttribute(name);
    if (!value) throw new Error(`<${this.localName}> needs the attribute ${name}`);
    return value;
  }
}

/** Load, then draw into `host`; when the network fails, say so above what is `left`, and offer to try again. */
export async function show<Loaded>(
  host: HTMLElement,
  load: () => Promise<Loaded>,
  draw: (loaded: Loaded) => readonly Child[],
  left: readonly Child[] = [],
): Promise<void> {
  host.setAttribute("aria-busy", "true");
  try {
    put(host, draw(await load()));
  } catch (error) {
    const again = button(common.tryAgain, "", () => show(host, load, draw, left));
    const told = notice("bad", common.notLoaded, paragraph(sentenceFor(error)), actions(again));
    put(host, [told, ...left]);
  } finally {
    host.removeAttribute("aria-busy");
  }
}

/** As `show`, for what belongs to an account: a stranger is asked to sign in first. */
export async function showToViewer<Loaded>(
  host: HTMLElement,
  load: () => Promise<Loaded | null>,
  draw: (loaded: Loaded) => readonly Child[],
): Promise<void> {
  const loadIfSignedIn = () => isSignedIn() ? load() : Promise.resolve(null);
  await show(host, loadIfSignedIn, (loaded) => loaded === null ? [signInCard()] : draw(loaded));
}

export function put(host: HTMLElement, children: readonly Child[]): void {
  host.replaceChildren(
    ...children.filter((child) => child !== null && child !== undefined && child !== false),
  );
}

function signInCard(): HTMLElement {
  return make(
    "section",
    { class: "card" },
    make("h2", { class: "card__title" }, common.signInFirst),
    paragraph(common.signInFirstHow),
    actions(link(signInHref(), common.signIn, "primary"), link("/daftar/", common.register, "quiet")),
  );
}
