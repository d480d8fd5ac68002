/** <jawara-google-return>: where Google sends the reader back to; signs in, or says which way to take instead. */

import { arrive } from "../account/arrival.ts";
import { toGoogle } from "../account/google-way.ts";
import { attempt } from "../deeds.ts";
import { here } from "../address.ts";
import { localPath } from "../safe.ts";
import { ask } from "../api.ts";
import { actions, button, type Child, focusOn, link, make, notice, paragraph } from "../dom.ts";
import { type ArrivalParts, FinishGoogleSignIn, type ProblemCode } from "../generated/documents.ts";
import { put, Screen, show } from "../screen.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-account.ts";

interface Trouble {
  readonly title: string;
  /** What to do, after what the server says. */
  readonly advice: string;
  /** Whether another try with Google can help. */
  readonly again?: boolean;
}

const STUCK: Trouble = {
  title: words.googleUnavailable,
  advice: words.googleUnavailableHow,
  again: true,
};

const TROUBLES: Partial<Readonly<Record<ProblemCode, Trouble>>> = {
  ADDRESS_UNVERIFIED: {
    title: words.googleUnverified,
    advice: words.googleUnverifiedHow,
  },
  LINK_REQUIRED: {
    title: words.addressHasAccount,
    advice: words.addressHasAccountHow,
  },
  ADDRESS_LEFT: { title: words.addressJustChanged, advice: "" },
  PROVIDER_REFUSED: { title: common.notDone, advice: words.startGoogleAgain, again: true },
};

const CANCELLED: Trouble = {
  title: words.googleCancelled,
  advice: words.googleCancelledHow,
  again: true,
};

const NOT_FROM_GOOGLE: Trouble = {
  title: words.openedByGoogle,
  advice: words.startAtSignIn,
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
    if (!accessToken) location.assign(localPath(returnTo, location.origin) ?? here("/akun/"));
    return [make("p", { role: "status" }, words.opening)];
  }

  #trouble({ title, advice, again }: Trouble, said = "", returnTo: string | null = null): readonly Child[] {
    const told = make("div", { class: "told" });
    const wanted = localPath(returnTo, location.origin);
    const signIn = wanted ? `${here("/masuk/")}?lanjut=${encodeURIComponent(wanted)}` : "/masuk/";
    const retry = again && button(words.tryGoogleAgain, "quiet", async () => {
      await attempt(told, async () => (await toGoogle({ returnTo: wanted })).problems);
    });
    const sentences = [said, advice].filter(Boolean).map((sentence) => paragraph(sentence));
    const shown = notice(again ? "info" : "bad", title, ...sentences);
    setTimeout(() => focusOn(shown));
    return [shown, actions(link(signIn, words.signInOtherWay, "primary"), retry), told];
  }
}
