/** What a person is: the details of each group open beneath it. */

import { Fetched, sectors } from "./choices.ts";
import { controlsOf } from "./controls.ts";
import type { Filling } from "./filling.ts";
import { open } from "./form.ts";

export class Group {
  readonly #sector: Fetched;
  #hasSectors = false;

  constructor(private readonly form: HTMLFormElement, private readonly filling: Filling) {
    const [select] = controlsOf(form, "business.sector");
    this.#sector = new Fetched(
      select as HTMLSelectElement,
      form.querySelector("[data-state-for='business.sector']"),
    );
    form.addEventListener("change", () => this.draw());
  }

  draw(): void {
    for (const part of this.form.querySelectorAll<HTMLFieldSetElement>("[data-details]")) {
      const box = this.form.querySelector<HTMLInputElement>(`input[value="${part.dataset["details"]}"]`);
      open(part, box?.checked ?? false);
    }
    if (this.#sector.select.matches(":disabled") || this.#hasSectors) return;
    this.#hasSectors = true;
    const { drafts, profile } = this.filling;
    const known = profile?.business?.sector;
    const waiting = drafts.get("business.sector");
    const chosen = typeof waiting === "string"
      ? { code: waiting, name: "…" }
      : known && { code: known.code, name: `${known.code} – ${known.title}` };
    void this.#sector.fill(sectors, chosen ?? null);
  }
}
