/** <jawara-profile>: the biodata, one step on the screen at a time; each field is saved when it is left. */

import { ask } from "../api.ts";
import { focusOn } from "../dom.ts";
import { isControl, tend } from "../forms.ts";
import { MyProfile, type ProblemParts } from "../generated/documents.ts";
import { Address } from "../profile/address.ts";
import { ConsentStep } from "../profile/consent.ts";
import { fieldsOf } from "../profile/controls.ts";
import { Filling, type Owner } from "../profile/filling.ts";
import { FieldForm } from "../profile/form.ts";
import { Group } from "../profile/group.ts";
import { confirmName, finished, namePreview } from "../profile/name.ts";
import { Report } from "../profile/report.ts";
import { after, isPlace, type Place, placeFor, STEPS } from "../profile/steps.ts";
import { put, Screen, showToViewer } from "../screen.ts";
import { rememberAccount } from "../session.ts";
import * as words from "#messages/screen-profile.ts";

/** How long "Lanjut" waits for the server before the next step opens. */
const PATIENCE_MS = 4_000;

type Drawer = () => void;

export class Profile extends Screen {
  #place: Place | null = null;

  protected start(): void {
    const load = async () => (await ask(MyProfile, {})).viewer;
    void showToViewer(this.within("state"), load, (owner) => {
      rememberAccount(owner.id);
      this.#open(owner);
      return [];
    });
  }

  #open(owner: Owner): void {
    const report = new Report(this, this.within("aloud"), this.within("told"));
    const filling: Filling = new Filling(owner, {
      fieldChanged: (field, state) => {
        report.field(field, state, filling);
        report.summary(filling, this.#step);
        if (state !== "saved") return;
        for (const form of forms.values()) form.saved(field);
        if (field === "fullName") draw("nama");
      },
      profileChanged: () => {
        report.warnings(filling);
        for (const form of forms.values()) form.draw();
      },
      signedOut: () => report.signedOut(),
    });
    const forms = this.#forms(filling);
    const drawers = this.#drawers(filling, forms);
    const draw = (place: Place) => drawers[place]();
    const show = () => {
      this.#show(placeFor(location.hash, filling.profile), draw);
      report.summary(filling, this.#step);
    };
    this.addEventListener("input", ({ target }) => isControl(target) && report.typing(target.name));
    addEventListener("hashchange", () => void (isPlace(location.hash) && show()));
    for (const form of forms.values()) form.restore();
    report.warnings(filling);
    show();
  }

  /** The steps whose fields are saved one by one. */
  #forms(filling: Filling): ReadonlyMap<Place, FieldForm> {
    const places = ["pribadi", "alamat", "kelompok"] as const;
    for (const place of places) {
      tend(this.#formOf(place), () => this.#next(place, filling));
    }
    tend(this.#formOf("nama"), async () => {
      const problems = await confirmName(filling);
      if (problems.length === 0) go("selesai");
      return problems;
    });
    return new Map(places.map((place) => [place, new FieldForm(this.#formOf(place), filling)]));
  }

  #drawers(filling: Filling, forms: ReadonlyMap<Place, FieldForm>): Readonly<Record<Place, Drawer>> {
    const consent = new ConsentStep(this.#formOf("persetujuan"), filling, () => go("pribadi"));
    const address = new Address(this.#formOf("alamat"), filling);
    const group = new Group(this.#formOf("kelompok"), filling);
    return {
      persetujuan: () => consent.draw(),
      pribadi: () => forms.get("pribadi")?.draw(),
      alamat: () => address.open(),
      kelompok() {
        forms.get("kelompok")?.draw();
        group.draw();
      },
      nama: () => put(this.within("preview"), namePreview(filling)),
      selesai: () => put(this.within("done"), filling.profile ? finished(filling.profile) : []),
    };
  }

  /** On to the next step, unless the server refused something in this one. */
  async #next(place: Place, { saver }: Filling): Promise<readonly ProblemParts[]> {
    const here = fieldsOf(this.#formOf(place));
    saver.retry(here);
    await saver.settled(PATIENCE_MS);
    const problems = here.flatMap((field): readonly ProblemParts[] => {
      const message = saver.refusalOf(field);
      return message ? [{ code: "INVALID_INPUT", field, message, waitSeconds: null }] : [];
    });
    if (problems.length === 0) go(after(place));
    return problems;
  }

  #show(place: Place, draw: (place: Place) => void): void {
    if (location.hash !== `#${place}`) history.replaceState(null, "", `#${place}`);
    const isFirst = this.#place === null;
    this.#place = place;
    draw(place);
    for (const step of STEPS) this.#formOf(step).hidden = step !== place;
    const number = STEPS.findIndex((step) => step === place) + 1;
    this.within("progress").hidden = number === 0;
    this.within("done").hidden = number > 0;
    this.within("count").textContent = words.stepOf({ number, count: STEPS.length });
    (this.within("bar") as HTMLProgressElement).value = number;
    if (isFirst) return;
    this.scrollIntoView();
    focusOn(this.querySelector(number > 0 ? `[data-step=${place}] h2` : "[data-part=done] > *"));
  }

  get #step(): HTMLElement | null {
    return this.querySelector(`[data-step="${this.#place}"]`);
  }

  #formOf(place: Place): HTMLFormElement {
    return this.querySelector(`[data-step="${place}"]`) as HTMLFormElement;
  }
}

function go(place: Place): void {
  location.hash = place;
}
