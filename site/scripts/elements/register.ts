/** <jawara-register>: a new account, then word that a mail is on its way. */

import { askOpenly, sentenceFor } from "../api.ts";
import { actions, button, focusOn, make, paragraph, plainLink } from "../dom.ts";
import { secret, tend, text } from "../forms.ts";
import { type ProblemParts, Register } from "../generated/documents.ts";
import { Screen } from "../screen.ts";

const COOL_DOWN_SECONDS = 60;

export class Registration extends Screen {
  protected start(): void {
    const form = this.within("form") as HTMLFormElement;
    tend(form, async (values) => {
      const email = text(values, "email");
      const send = async (): Promise<readonly ProblemParts[]> =>
        (await askOpenly(Register, { email, password: secret(values, "password") })).register.problems;
      const problems = await send();
      if (problems.length === 0) this.#tellToReadMail(form, email, send);
      return problems;
    });
  }

  #tellToReadMail(form: HTMLElement, email: string, send: () => Promise<readonly ProblemParts[]>): void {
    const title = make("h2", { class: "card__title" }, "Periksa surel Anda");
    const state = make("p", { role: "status" });
    const again = button("Kirim ulang", "quiet", async () => {
      try {
        const [problem] = await send();
        state.textContent = problem?.message ?? "Surel sudah dikirim ulang.";
        if (!problem) coolDown(again);
      } catch (error) {
        state.textContent = sentenceFor(error);
      }
    });
    const mend = button("Ubah alamat surel", "quiet", () => {
      done.replaceWith(form);
      this.within("lede").hidden = false;
      focusOn(form.querySelector("input"));
    });
    const done = make(
      "section",
      { class: "card" },
      title,
      make("p", {}, "Kami mengirim tautan konfirmasi ke ", make("strong", {}, email), "."),
      paragraph("Buka surel itu, lalu tekan tautan di dalamnya. Setelah itu, Anda dapat masuk."),
      paragraph("Belum menerima surel setelah beberapa menit? Periksa folder spam, lalu kirim ulang."),
      state,
      actions(again, mend),
      make("p", {}, "Sudah pernah mendaftar? ", plainLink("/masuk/", "Masuk"), "."),
    );
    form.replaceWith(done);
    this.within("lede").hidden = true;
    coolDown(again);
    focusOn(title);
  }
}

/** One mail a minute is enough; the button says when the next may go. */
function coolDown(again: HTMLButtonElement): void {
  const label = "Kirim ulang";
  let left = COOL_DOWN_SECONDS;
  const tick = () => {
    again.setAttribute("aria-disabled", String(left > 0));
    again.disabled = left > 0;
    again.textContent = left > 0 ? `${label} (${left} detik)` : label;
    if (left-- > 0) setTimeout(tick, 1_000);
  };
  // After the click that started it: whileBusy sets the button free at its end.
  setTimeout(tick);
}
