/** <jawara-recovery>: asks for a mail with a link, or, at the end of that link, for a new password. */

import { askOpenly } from "../api.ts";
import { actions, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { secret, tend, text } from "../forms.ts";
import { takeFragment } from "../fragment.ts";
import { RequestRecovery, ResetPassword } from "../generated/documents.ts";
import { Screen } from "../screen.ts";

export class Recovery extends Screen {
  protected start(): void {
    const token = takeFragment();
    this.within("request").hidden = token !== null;
    this.within("reset").hidden = token === null;
    if (token) this.#askForPassword(token);
    else this.#askForAddress();
  }

  #askForAddress(): void {
    const form = this.within("request") as HTMLFormElement;
    tend(form, async (values) => {
      const email = text(values, "email");
      const { problems } = (await askOpenly(RequestRecovery, { email })).requestRecovery;
      if (problems.length === 0) {
        replaceForm(
          form,
          "Periksa surel Anda",
          make(
            "p",
            {},
            "Bila ",
            make("strong", {}, email),
            " terdaftar, kami mengirim tautan untuk membuat kata sandi baru. Tautan itu berlaku selama satu jam.",
          ),
          paragraph("Belum menerima surel setelah beberapa menit? Periksa folder spam."),
        );
      }
      return problems;
    });
  }

  #askForPassword(token: string): void {
    const form = this.within("reset") as HTMLFormElement;
    tend(form, async (values) => {
      const { problems } =
        (await askOpenly(ResetPassword, { token, password: secret(values, "password") })).resetPassword;
      if (problems.length === 0) {
        replaceForm(
          form,
          "Kata sandi baru tersimpan",
          paragraph(
            "Silakan masuk dengan kata sandi baru Anda. Demi keamanan, semua perangkat harus masuk lagi.",
          ),
          actions(link("/masuk/", "Masuk", "primary")),
        );
      }
      return problems;
    });
  }
}

function replaceForm(form: HTMLFormElement, title: string, ...children: HTMLElement[]): void {
  const told = notice("good", title, ...children);
  form.replaceWith(told);
  focusOn(told);
}
