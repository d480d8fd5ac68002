/** Lists that are fetched when they are needed: regions and sectors. */

import { askOpenly, sentenceFor } from "../api.ts";
import { make } from "../dom.ts";
import { Districts, Regencies, Sectors, Villages } from "../generated/documents.ts";
import { persistently } from "../retry.ts";
import * as words from "#messages/screen-profile.ts";

export interface Choice {
  readonly code: string;
  readonly name: string;
}

export function regions(province: string): Promise<Record<"provinces" | "regencies", readonly Choice[]>> {
  return askOpenly(Regencies, { province });
}

export async function districts(regency: string): Promise<readonly Choice[]> {
  return (await askOpenly(Districts, { regency })).districts;
}

export async function villages(district: string): Promise<readonly Choice[]> {
  return (await askOpenly(Villages, { district })).villages;
}

export async function sectors(): Promise<readonly Choice[]> {
  const found = (await askOpenly(Sectors, {})).sectors;
  return found.map(({ code, title }) => ({ code, name: `${code} – ${title}` }));
}

/**
 * A select whose choices come from the server; until they do, it holds what was chosen before. Its field is out of
 * sight as long as there is nothing to choose from.
 */
export class Fetched {
  #asking = new AbortController();

  constructor(readonly select: HTMLSelectElement, private readonly state: HTMLElement | null = null) {}

  /** Nothing to choose from. */
  empty(): void {
    this.#asking.abort();
    put(this.select, [], "");
    this.#place.hidden = true;
  }

  async fill(load: () => Promise<readonly Choice[]>, chosen: Choice | null): Promise<void> {
    this.#asking.abort();
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    put(this.select, chosen ? [chosen] : [], chosen?.code ?? "");
    this.#place.hidden = false;
    this.select.setAttribute("aria-busy", "true");
    try {
      const found = await persistently(load, {
        signal,
        onWait: () => this.#say(words.listLoading),
      });
      if (!signal.aborted) {
        put(this.select, found, chosen?.code ?? "");
        this.#say("");
      }
    } catch (error) {
      if (!signal.aborted) this.#say(sentenceFor(error));
    } finally {
      if (!signal.aborted) this.select.removeAttribute("aria-busy");
    }
  }

  get #place(): HTMLElement {
    return this.select.closest(".field") ?? this.select;
  }

  #say(text: string): void {
    if (this.state) this.state.textContent = text;
  }
}

/** The first choice stays: it says that nothing is chosen. */
function put(select: HTMLSelectElement, choices: readonly Choice[], chosen: string): void {
  const first = select.querySelector("option[value='']");
  const options = choices.map(({ code, name }) => make("option", { value: code }, name));
  select.replaceChildren(...first ? [first] : [], ...options);
  select.value = chosen;
}
