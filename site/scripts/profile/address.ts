/** Where a person lives: each list follows from the choice above it. */

import { controlsOf } from "./controls.ts";
import { type Choice, districts, Fetched, regions, villages } from "./choices.ts";
import type { Filling } from "./filling.ts";
import { provinceOf } from "./values.ts";

/** The office's own province: only here are districts and villages asked. */
const HOME = "35";

export class Address {
  readonly #province: HTMLSelectElement;
  readonly #regency: Fetched;
  readonly #district: Fetched;
  readonly #village: Fetched;
  #isOpen = false;

  constructor(private readonly form: HTMLFormElement, private readonly filling: Filling) {
    this.#province = form.querySelector("[data-part=province]") as HTMLSelectElement;
    [this.#regency, this.#district, this.#village] = [
      this.#fetched("regency"),
      this.#fetched("district"),
      this.#fetched("village"),
    ];
    this.#province.addEventListener("change", () => this.#loadRegencies(null));
    // Before the field itself is saved: what lay in the old regency must not follow the new one.
    form.addEventListener("change", ({ target }) => this.#chosen(target), { capture: true });
  }

  /** Fetch the lists once the step is on the screen, down to what was chosen before. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const [regency, district, village] = [
      this.#past("regency"),
      this.#past("district"),
      this.#past("village"),
    ];
    this.#putProvince(provinceOf(regency?.code ?? HOME));
    this.#loadRegencies(regency);
    if (regency) this.#loadDistricts(regency.code, district);
    if (district) this.#loadVillages(district.code, village);
  }

  #loadRegencies(chosen: Choice | null): void {
    const province = this.#province.value;
    const load = async () => {
      const { provinces, regencies } = await regions(province);
      if (this.#province.length < provinces.length) this.#putProvinces(provinces);
      return regencies;
    };
    void this.#regency.fill(load, chosen);
    this.#district.empty();
    this.#village.empty();
  }

  /** Before the list is there, only the office's own province is on the page. */
  #putProvince(code: string): void {
    const known = this.filling.profile?.province;
    this.#province.value = code;
    if (this.#province.value) return;
    this.#province.append(new Option(known?.code === code ? known.name : "…", code, true, true));
  }

  #putProvinces(provinces: readonly Choice[]): void {
    const { value } = this.#province;
    this.#province.replaceChildren(...provinces.map(({ code, name }) => new Option(name, code)));
    this.#province.value = value;
  }

  #chosen(target: EventTarget | null): void {
    const { saver } = this.filling;
    if (target === this.#regency.select) {
      saver.forget("district");
      this.#loadDistricts(this.#regency.select.value, null);
    }
    if (target === this.#regency.select || target === this.#district.select) {
      saver.forget("village");
      this.#loadVillages(this.#district.select.value, null);
    }
  }

  #loadDistricts(regency: string, chosen: Choice | null): void {
    if (provinceOf(regency) === HOME) void this.#district.fill(() => districts(regency), chosen);
    else this.#district.empty();
  }

  #loadVillages(district: string, chosen: Choice | null): void {
    if (district) void this.#village.fill(() => villages(district), chosen);
    else this.#village.empty();
  }

  /** What was chosen here and waits, else what the server has. */
  #past(field: "regency" | "district" | "village"): Choice | null {
    const waiting = this.filling.drafts.get(field);
    if (waiting === undefined) return this.filling.profile?.[field] ?? null;
    return typeof waiting === "string" ? { code: waiting, name: "…" } : null;
  }

  #fetched(field: string): Fetched {
    const [select] = controlsOf(this.form, field);
    const state = this.form.querySelector<HTMLElement>(`[data-state-for="${field}"]`);
    return new Fetched(select as HTMLSelectElement, state);
  }
}
