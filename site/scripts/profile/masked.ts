/** A number that the server shows masked once it has it: it is typed anew or taken out, never edited. */

import { button, focusOn, make } from "../dom.ts";
import type { Filling } from "./filling.ts";
import { type Field, valueIn } from "./values.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-profile.ts";

export class Masked {
  readonly field: Field;
  readonly #input: HTMLInputElement;
  readonly #shown = make("div", { class: "masked" });
  #isTypedAnew = false;

  constructor(private readonly place: HTMLElement, private readonly filling: Filling) {
    this.field = place.dataset["masked"] ?? "";
    this.#input = place.querySelector("input") as HTMLInputElement;
    this.#input.before(this.#shown);
  }

  draw(): void {
    const { profile } = this.filling;
    const kept = profile && valueIn(profile, this.field);
    const isShown = Boolean(kept) && !this.#isTypedAnew;
    this.#shown.hidden = !isShown;
    this.#input.hidden = isShown;
    if (isShown) this.#show(String(kept));
  }

  /** The number was left: true when there is nothing to save, for the old one stays. */
  closeIfEmpty(): boolean {
    if (!this.#isTypedAnew || this.#input.value.trim()) return false;
    this.close();
    return true;
  }

  /** The server has it: from now on masked. */
  close(): void {
    const hadFocus = document.activeElement === this.#input;
    this.#isTypedAnew = false;
    this.#input.value = "";
    this.draw();
    if (hadFocus) focusOn(this.#shown.querySelector("button"));
  }

  #show(masked: string): void {
    const label = this.place.dataset["label"] ?? "";
    const change = button(words.change, "quiet", () => {
      this.#isTypedAnew = true;
      this.draw();
      focusOn(this.#input);
    });
    const remove = button(common.remove, "quiet", () => this.filling.saver.put(this.field, null));
    for (const each of [change, remove]) each.setAttribute("aria-label", `${each.textContent} ${label}`);
    this.#shown.replaceChildren(
      make("span", { class: "masked__number", "aria-hidden": "true" }, masked),
      make("span", { class: "visually-hidden" }, words.storedEnding({ label, masked: masked.slice(-4) })),
      make("div", { class: "actions" }, change, remove),
    );
  }
}
