/** <jawara-profile>: the biodata form; what is filled in decides which classes are offered. */

import { ask } from "../api.ts";
import { actions, button, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { printedName } from "../format.ts";
import { tend, text } from "../forms.ts";
import {
  type Audience,
  ProfileForm,
  type ProfileFormResult,
  type ProfileParts,
  SaveProfile,
} from "../generated/documents.ts";
import { renewViewer } from "../head.ts";
import { Screen, showToViewer } from "../screen.ts";

type Loaded = { readonly regencies: ProfileFormResult["regencies"]; readonly profile: ProfileParts | null };

export class Profile extends Screen {
  protected start(): void {
    const form = this.within("form") as HTMLFormElement;
    tend(form, (values) => this.#save(form, values));
    const name = form.elements.namedItem("fullName") as HTMLInputElement;
    name.addEventListener("input", () => this.#preview(name.value));
    void showToViewer(this.within("state"), load, (loaded) => {
      fill(form, loaded);
      this.#preview(name.value);
      form.hidden = false;
      return [];
    });
  }

  #preview(typed: string): void {
    this.within("preview").textContent = printedName(typed) || "Nama Anda";
  }

  async #save(form: HTMLFormElement, values: FormData) {
    const input = {
      fullName: printedName(text(values, "fullName")),
      group: text(values, "group") as Audience,
      organisation: text(values, "organisation") || null,
      regency: text(values, "regency"),
      consent: values.has("consent"),
    };
    const { profile, problems } = (await ask(SaveProfile, { input })).saveProfile;
    if (profile) {
      renewViewer();
      this.#tellSaved(form, profile);
    }
    return problems;
  }

  #tellSaved(form: HTMLFormElement, profile: ProfileParts): void {
    form.hidden = true;
    this.within("lede").hidden = true;
    const change = button("Ubah lagi", "quiet", () => {
      told.remove();
      form.hidden = false;
      this.within("lede").hidden = false;
      focusOn(form.querySelector("input"));
    });
    const told = notice(
      "good",
      "Biodata tersimpan",
      make("p", {}, "Nama di sertifikat: ", make("strong", {}, profile.fullName)),
      paragraph("Pilihan kelas sudah disesuaikan dengan biodata Anda."),
      actions(link("/kelas-saya/", "Lihat kelas untuk saya", "primary"), change),
    );
    form.after(told);
    focusOn(told);
  }
}

async function load(): Promise<Loaded | null> {
  const { regencies, viewer } = await ask(ProfileForm, {});
  return viewer && { regencies, profile: viewer.profile };
}

function fill(form: HTMLFormElement, { regencies, profile }: Loaded): void {
  const regency = form.elements.namedItem("regency") as HTMLSelectElement;
  regency.append(...regencies.map(({ code, name }) => make("option", { value: code }, name)));
  if (!profile) return;
  const set = (name: string, value: string) => {
    const control = form.elements.namedItem(name);
    if (control instanceof HTMLInputElement || control instanceof RadioNodeList) control.value = value;
  };
  set("fullName", profile.fullName);
  set("group", profile.group);
  set("organisation", profile.organisation ?? "");
  regency.value = profile.regency.code;
  (form.elements.namedItem("consent") as HTMLInputElement).checked = true;
}
