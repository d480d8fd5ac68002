/** <jawara-google-return>: where Google sends the reader back to; signs in, or says which way to take instead. */

import { arrive } from "../account/arrival.ts";
import { toGoogle } from "../account/google-way.ts";
import { attempt } from "../deeds.ts";
import { localPath } from "../address.ts";
import { ask } from "../api.ts";
import { actions, button, type Child, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { type ArrivalParts, FinishGoogleSignIn, type ProblemCode } from "../generated/documents.ts";
import { put, Screen, show } from "../screen.ts";

interface Trouble {
  readonly title: string;
  /** What to do, after what the server says. */
  readonly advice: string;
  /** Whether another try with Google can help. */
  readonly again?: boolean;
}

const STUCK: Trouble = {
  title: "Google belum dapat dipakai",
  advice: "Coba lagi, atau masuk dengan kode yang kami kirim ke surel Anda.",
  again: true,
};

const TROUBLES: Partial<Readonly<Record<ProblemCode, Trouble>>> = {
  ADDRESS_UNVERIFIED: {
    title: "Google belum memastikan alamat surel Anda",
    advice: "Masuk dengan kode: kami mengirim enam angka ke surel Anda.",
  },
  LINK_REQUIRED: {
    title: "Alamat ini sudah punya akun",
    advice: "Masuk dahulu dengan kode atau kata sandi, lalu hubungkan Google di halaman Akun saya.",
  },
  ADDRESS_LEFT: { title: "Akun ini baru saja berganti alamat surel", advice: "" },
  PROVIDER_REFUSED: { title: "Belum berhasil", advice: "Mulai sekali lagi dengan Google.", again: true },
};

const CANCELLED: Trouble = {
  title: "Masuk dengan Google dibatalkan",
  advice: "Tidak ada yang berubah. Coba lagi, atau pilih cara lain.",
  again: true,
};

const NOT_FROM_GOOGLE: Trouble = {
  title: "Halaman ini dibuka oleh Google",
  advice: "Mulailah dari halaman masuk.",
};

export class GoogleReturn extends Screen {
  protected start(): void {
    const given = new URLSearchParams(location.search);
    // Before anything else: the code must not stay in the address bar, the history or a copied link.
    history.replaceState(null, "", location.pathname);
    const [code, state, error] = ["code", "state", "error"].map((name) => given.get(name));
    if (code && state) void this.#finish(code, state);
    else if (error === "access_denied") put(this, this.#trouble(CANCELLED));
    else put(this, this.#trouble(error ? STUCK : NOT_FROM_GOOGLE));
  }

  async #finish(code: string, state: string): Promise<void> {
    const load = async () => (await ask(FinishGoogleSignIn, { code, state })).finishGoogleSignIn;
    await show(this, load, (session) => this.#drawn(session));
  }

  #drawn(session: ArrivalParts): readonly Child[] {
    const { accessToken, returnTo, problems } = session;
    const [problem] = problems;
    if (problem) return this.#trouble(TROUBLES[problem.code] ?? STUCK, problem.message, returnTo);
    arrive(session);
    // Linked to the account that is signed in already: no new session is needed.
    if (!accessToken) location.assign(localPath(returnTo, location.origin) ?? "/akun/");
    return [make("p", { role: "status" }, "Berhasil. Halaman berikutnya sedang dibuka…")];
  }

  #trouble({ title, advice, again }: Trouble, said = "", returnTo: string | null = null): readonly Child[] {
    const told = make("div", { class: "told" });
    const wanted = localPath(returnTo, location.origin);
    const signIn = wanted ? `/masuk/?lanjut=${encodeURIComponent(wanted)}` : "/masuk/";
    const retry = again && button("Coba Google lagi", "quiet", async () => {
      await attempt(told, async () => (await toGoogle({ returnTo: wanted })).problems);
    });
    const sentences = [said, advice].filter(Boolean).map((sentence) => paragraph(sentence));
    const words = notice(again ? "info" : "bad", title, ...sentences);
    setTimeout(() => focusOn(words));
    return [words, actions(link(signIn, "Masuk dengan cara lain", "primary"), retry), told];
  }
}
