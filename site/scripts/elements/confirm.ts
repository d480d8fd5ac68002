/** <jawara-confirm>: the end of the link in the registration mail; its token stands in the fragment. */

import { askOpenly, hasProblem } from "../api.ts";
import { actions, type Child, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { secret, tend } from "../forms.ts";
import { takeFragment } from "../fragment.ts";
import { ConfirmAddress, type ProblemParts } from "../generated/documents.ts";
import { put, Screen } from "../screen.ts";
import { signedIn } from "../session.ts";

export class Confirmation extends Screen {
  protected start(): void {
    const token = takeFragment();
    if (token) this.#ask(token);
    else {
      this.#tell(
        notice(
          "info",
          "Buka tautan dari surel Anda",
          paragraph("Alamat surel dikonfirmasi melalui tautan di dalam surel yang kami kirimkan."),
        ),
        actions(link("/masuk/", "Masuk", "primary"), link("/daftar/", "Daftar", "quiet")),
      );
    }
  }

  #ask(token: string): void {
    const form = this.within("form") as HTMLFormElement;
    form.hidden = false;
    tend(form, async (values) => {
      const variables = { token, password: secret(values, "password") };
      const { accessToken, problems } = (await askOpenly(ConfirmAddress, variables)).confirmAddress;
      if (accessToken) {
        signedIn(accessToken);
        this.#welcome();
      } else if (hasProblem(problems, "TOKEN_EXPIRED")) {
        this.#refuse(problems);
        return [];
      }
      return problems;
    });
  }

  #welcome(): void {
    this.#tell(
      notice(
        "good",
        "Pendaftaran berhasil",
        paragraph("Alamat surel Anda sudah terkonfirmasi, akun Anda aktif, dan Anda sudah masuk."),
      ),
      actions(link("/biodata/", "Isi biodata", "primary")),
    );
  }

  #refuse(problems: readonly ProblemParts[]): void {
    this.#tell(
      notice(
        "bad",
        "Tautan tidak dapat dipakai",
        ...problems.map(({ message }) => paragraph(message)),
        paragraph(
          "Bila alamat Anda sudah pernah dikonfirmasi, Anda dapat langsung masuk. Bila belum, daftar sekali lagi untuk menerima tautan baru.",
        ),
      ),
      actions(link("/masuk/", "Masuk", "primary"), link("/daftar/", "Daftar lagi", "quiet")),
    );
  }

  #tell(...children: Child[]): void {
    const told = make("div", { class: "stack" }, ...children);
    put(this, [told]);
    focusOn(told);
  }
}
