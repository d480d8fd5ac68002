/** <jawara-confirm>: the end of the link in the registration mail; its token stands in the fragment. */

import { askOpenly, hasProblem, sentenceFor } from "../api.ts";
import { actions, button, type Child, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { ConfirmAddress, type ProblemParts } from "../generated/documents.ts";
import { put, Screen } from "../screen.ts";
import { takeFragment } from "../fragment.ts";

export class Confirmation extends Screen {
  protected start(): void {
    const token = takeFragment();
    if (token) void this.#confirm(token);
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

  async #confirm(token: string): Promise<void> {
    try {
      const { problems } = (await askOpenly(ConfirmAddress, { token })).confirmAddress;
      if (problems.length === 0) this.#welcome();
      else this.#refuse(problems);
    } catch (error) {
      const again = button("Coba lagi", "primary", () => this.#confirm(token));
      this.#tell(notice("bad", "Belum terkonfirmasi", paragraph(sentenceFor(error))), actions(again));
    }
  }

  #welcome(): void {
    this.#tell(
      notice(
        "good",
        "Pendaftaran berhasil",
        paragraph(
          "Alamat surel Anda sudah terkonfirmasi dan akun Anda aktif. Silakan masuk, lalu isi biodata.",
        ),
      ),
      actions(link("/masuk/?lanjut=/biodata/", "Masuk", "primary")),
    );
  }

  #refuse(problems: readonly ProblemParts[]): void {
    const sentences = problems.map(({ message }) => paragraph(message));
    if (hasProblem(problems, "TOKEN_EXPIRED")) {
      sentences.push(
        paragraph(
          "Bila alamat Anda sudah pernah dikonfirmasi, Anda dapat langsung masuk. Bila belum, daftar sekali lagi untuk menerima tautan baru.",
        ),
      );
    }
    this.#tell(
      notice("bad", "Tautan tidak dapat dipakai", ...sentences),
      actions(link("/masuk/", "Masuk", "primary"), link("/daftar/", "Daftar lagi", "quiet")),
    );
  }

  #tell(...children: Child[]): void {
    const told = make("div", { class: "stack" }, ...children);
    put(this, [told]);
    focusOn(told);
  }
}
