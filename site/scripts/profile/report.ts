/** What becomes of each field, told at the field, above the steps for what is out of sight, and to a screen reader. */

import { signInHref } from "../address.ts";
import { actions, focusOn, link, make, notice, paragraph, plainLink } from "../dom.ts";
import { showError } from "../forms.ts";
import { phone } from "../storage.ts";
import type { Filling } from "./filling.ts";
import type { FieldState } from "./saver.ts";
import { type Field, mayBeKept } from "./values.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-profile.ts";

const TOGETHER_MS = 100;
const AGAIN = words.notSavedRetrying;

function stateWords(field: Field, state: FieldState): string {
  if (state === "saving") return words.saving;
  if (state === "saved") return words.saved;
  if (state === "refused") return words.notSaved;
  if (!mayBeKept(field)) {
    return words.keepPageOpenSecret({ again: AGAIN });
  }
  return phone.isKept ? words.keptOnPhone({ again: AGAIN }) : words.keepPageOpen({ again: AGAIN });
}

export class Report {
  readonly #sentences: string[] = [];
  #timer = 0;
  #warned = "";

  constructor(
    private readonly host: HTMLElement,
    private readonly aloud: HTMLElement,
    private readonly told: HTMLElement,
  ) {}

  field(field: Field, state: FieldState, filling: Filling): void {
    const place = this.#placeOf(field);
    const form = place?.closest("form");
    if (!place || !form) return;
    const words = stateWords(field, state);
    if (state === "waiting" && place.textContent !== words) this.#say(`${this.#labelOf(field)}: ${words}`);
    if (state === "saved") this.#say(`${this.#labelOf(field)}: tersimpan.`);
    place.textContent = words;
    place.dataset["state"] = state;
    const refusal = filling.saver.refusalOf(field);
    showError(form, field, refusal ?? "");
    if (refusal) this.#say(`${this.#labelOf(field)}: ${refusal}`);
  }

  /** What the person is writing now is neither saved nor wrong. */
  typing(field: Field): void {
    const place = this.#placeOf(field);
    if (place) place.textContent = "";
  }

  /** Help from the server at the fields it is about; what is new is said once. */
  warnings(filling: Filling): void {
    const warnings = filling.profile?.warnings ?? [];
    for (const place of this.host.querySelectorAll<HTMLElement>("[data-advice-for]")) {
      const about = warnings.filter(({ field }) => field === place.dataset["adviceFor"]);
      place.textContent = about.map(({ message }) => message).join(" ");
    }
    const all = warnings.map(({ field, message }) => `${this.#labelOf(field)}: ${message}`).join(" ");
    if (all && all !== this.#warned) this.#say(all);
    this.#warned = all;
  }

  /** Fields of other steps that have not reached the server. */
  summary(filling: Filling, step: HTMLElement | null): void {
    const isElsewhere = (field: Field) => !step?.contains(this.#placeOf(field));
    const waiting = filling.saver.waiting().filter(isElsewhere);
    const refused = filling.saver.refused().filter(isElsewhere);
    const lines = refused.map((field) => {
      const place = this.#placeOf(field)?.closest<HTMLElement>("form")?.dataset["step"] ?? "";
      return make("p", {}, words.toMend, plainLink(`#${place}`, this.#labelOf(field)));
    });
    if (waiting.length > 0) {
      lines.unshift(paragraph(`${waiting.map((field) => this.#labelOf(field)).join(", ")}.`));
    }
    const title = waiting.length > 0 ? AGAIN : words.someNotAccepted;
    this.told.replaceChildren(...lines.length > 0 ? [notice("info", title, ...lines)] : []);
  }

  signedOut(): void {
    const told = notice(
      "bad",
      words.signInAgain,
      paragraph(words.entriesNotArrived),
      actions(link(signInHref(), common.signIn, "primary")),
    );
    this.told.replaceChildren(told);
    focusOn(told);
  }

  /** What happens together is said together: a later sentence would silence the one before. */
  #say(words: string): void {
    this.#sentences.push(words);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.aloud.textContent = this.#sentences.splice(0).join(" "), TOGETHER_MS);
  }

  #placeOf(field: Field): HTMLElement | null {
    return this.host.querySelector<HTMLElement>(`[data-state-for="${CSS.escape(field)}"]`);
  }

  #labelOf(field: Field): string {
    return this.#placeOf(field)?.closest<HTMLElement>("[data-label]")?.dataset["label"] ?? field;
  }
}
