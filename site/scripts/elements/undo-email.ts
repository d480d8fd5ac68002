/** <jawara-undo-email>: the end of the link that went to an old address when it was changed; asks before it acts. */

import { askOpenly, hasProblem } from "../api.ts";
import { actions, type Child, focusOn, link, make, notice, paragraph, plainLink } from "../dom.ts";
import { tend } from "../forms.ts";
import { takeFragment } from "../fragment.ts";
import { UndoEmailChange } from "../generated/documents.ts";
import { put, Screen } from "../screen.ts";
import { isSignedIn, refresh } from "../session.ts";

export class EmailChangeUndo extends Screen {
  protected start(): void {
    const token = takeFragment();
    if (token) this.#ask(token);
    else {
      this.#tell(
        notice(
          "info",
          "Buka tautan dari surel Anda",
          paragraph(
            "Tautan untuk membatalkan penggantian ada di surel yang kami kirimkan ke alamat lama Anda.",
          ),
        ),
        actions(link("/akun/", "Akun saya", "quiet")),
      );
    }
  }

  #ask(token: string): void {
    const form = this.within("form") as HTMLFormElement;
    form.hidden = false;
    tend(form, async () => {
      const { problems } = (await askOpenly(UndoEmailChange, { token })).undoEmailChange;
      if (problems.length === 0) this.#tellDone();
      else if (hasProblem(problems, "TOKEN_EXPIRED")) {
        this.#tell(
          notice("bad", "Tautan tidak dapat dipakai", ...problems.map(({ message }) => paragraph(message))),
          make(
            "p",
            {},
            "Butuh bantuan? Hubungi kantor melalui halaman ",
            plainLink("/bantuan/", "Bantuan"),
            ".",
          ),
        );
      }
      return problems;
    });
  }

  #tellDone(): void {
    // The sessions of that account have ended; whether this browser had one of them, its cookie tells.
    if (isSignedIn()) refresh().catch(() => undefined);
    this.#tell(
      notice(
        "good",
        "Alamat surel Anda dikembalikan",
        paragraph("Semua perangkat sudah dikeluarkan, dan kata sandinya tidak berlaku lagi."),
        paragraph(
          "Masuk dengan kode yang kami kirim ke surel Anda, lalu buat kata sandi baru di halaman Akun saya.",
        ),
      ),
      actions(link("/masuk/?lanjut=%2Fakun%2F", "Masuk", "primary")),
    );
  }

  #tell(...children: Child[]): void {
    const told = make("div", { class: "stack" }, ...children);
    put(this, [told]);
    focusOn(told);
  }
}
