/** The ways in without typing: each shown only where this installation has it and this browser can do it. */

import { askOpenly } from "../api.ts";
import { whileBusy } from "../dom.ts";
import { FinishPasskeySignIn, type ProblemParts, WaysIn } from "../generated/documents.ts";
import { canSuggestPasskeys, canUsePasskeys, type Showing } from "../passkeys.ts";
import { arrive, wantedPath } from "./arrival.ts";
import { toGoogle } from "./google-way.ts";
import { showInsideApp, webViewHere } from "./inside-app.ts";
import { byPasskey } from "./passkey-way.ts";
import { attempt, tell } from "../deeds.ts";
import * as common from "#messages/screen-common.ts";

export interface OtherWaysParts {
  readonly ways: HTMLElement;
  readonly insideApp: HTMLElement;
  readonly form: HTMLFormElement;
  /** The button that asks for a code: the way to take inside another app. */
  readonly byCode: HTMLElement;
}

/** The server-rendered section of other_ways (templates/interactive/_account.html), brought to life. */
export async function tendOtherWays({ ways, insideApp, form, byCode }: OtherWaysParts): Promise<void> {
  const webView = webViewHere();
  if (webView) {
    showInsideApp(insideApp, webView);
    form.querySelector("[type=submit]")?.classList.replace("button--primary", "button--quiet");
    byCode.classList.replace("button--quiet", "button--primary");
    return;
  }
  // Without an answer the form is there all the same, and says what is wrong when it is sent.
  const offered = await askOpenly(WaysIn, {}).then(({ signInWays }) => signInWays, () => null);
  if (offered?.google) {
    offer(ways, "google", async () => (await toGoogle({ returnTo: wantedPath() })).problems);
  }
  if (offered?.passkey && canUsePasskeys()) tendPasskeys(ways);
}

function offer(ways: HTMLElement, way: string, deed: () => Promise<readonly ProblemParts[]>): void {
  const row = ways.querySelector<HTMLElement>(`[data-way="${way}"]`);
  const button = row?.querySelector("button");
  if (!row || !button) return;
  const told = ways.querySelector(".told") as HTMLElement;
  button.addEventListener(
    "click",
    () => void whileBusy(button, async () => void await attempt(told, deed, button)),
  );
  row.hidden = false;
  ways.hidden = false;
}

/** By the button, and in the address field where the browser suggests passkeys there; one at a time. */
function tendPasskeys(ways: HTMLElement): void {
  const suggestion = new AbortController();
  offer(ways, "passkey", () => {
    suggestion.abort();
    return signIn({});
  });
  if (ways.querySelector("[data-way=passkey]")) void suggest(ways, suggestion.signal);
}

async function suggest(ways: HTMLElement, signal: AbortSignal): Promise<void> {
  // What goes wrong before anybody chose a passkey is nobody's concern: the button remains.
  const problems = await canSuggestPasskeys() ? await signIn({ signal, inField: true }).catch(() => []) : [];
  const refused = problems.filter(({ code }) => code !== "PASSKEY_REFUSED" && code !== "TOO_MANY_REQUESTS");
  if (refused.length === 0) return;
  tell(
    ways.querySelector(".told") as HTMLElement,
    "bad",
    common.notDone,
    ...refused.map(({ message }) => message),
  );
}

function signIn(showing: Showing): Promise<readonly ProblemParts[]> {
  return byPasskey(async (challenge, response) => {
    const session = await askOpenly(FinishPasskeySignIn, { challenge, response });
    return arrive(session.finishPasskeySignIn);
  }, showing);
}
