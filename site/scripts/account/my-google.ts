/** "Akun saya": Google, linked or not. */

import { ask } from "../api.ts";
import { button } from "../dom.ts";
import { dateText } from "../format.ts";
import { UnlinkGoogle } from "../generated/documents.ts";
import { withProof } from "../proof.ts";
import type { Desk, Loaded } from "./desk.ts";
import { toGoogle } from "./google-way.ts";
import { webViewHere } from "./inside-app.ts";
import { askOnce } from "./section.ts";
import { attempt, tell } from "../deeds.ts";
import * as words from "#messages/screen-account.ts";

export function tendGoogle({ part, renew }: Desk): (loaded: Loaded) => void {
  const told = part("told-ways");
  const link = button(words.linkGoogle, "quiet", async () => {
    await attempt(
      told,
      async () => (await withProof(() => toGoogle({ returnTo: "/akun/", link: true }))).problems,
    );
  });
  const remove = async () => {
    const deed = () => ask(UnlinkGoogle, {}).then((data) => data.unlinkGoogle);
    const isDone = await attempt(told, async () => (await withProof(deed)).problems);
    await renew();
    if (isDone) {
      tell(told, "good", words.googleUnlinked, words.googleUnlinkedHow);
    }
  };
  const unlink = button(
    words.unlinkGoogle,
    "quiet",
    () => askOnce(unlink, words.unlinkGoogleAsk, words.unlinkGoogleYes, remove),
  );
  return ({ signInWays, viewer: { google } }) => {
    part("google").hidden = !signInWays.google && !google;
    part("google-state").textContent = google
      ? words.googleLinked({ email: google.email, linkedAt: dateText(google.linkedAt) })
      : webViewHere()
      ? words.googleNotLinkedHere
      : words.googleNotLinked;
    part("google-deed").replaceChildren(google ? unlink : webViewHere() ? "" : link);
  };
}
