/** "Akun saya": where this account is signed in, and how to end that. */

import { ask } from "../api.ts";
import { button, make } from "../dom.ts";
import { momentText } from "../format.ts";
import { type SignInWay, SignOutDevice, SignOutEverywhere } from "../generated/documents.ts";
import { withProof } from "../proof.ts";
import type { Desk, Loaded, Owner } from "./desk.ts";
import { askOnce } from "./section.ts";
import { attempt, tell } from "../deeds.ts";
import * as words from "#messages/screen-account.ts";

type Device = Owner["devices"][number];

const WAYS: Readonly<Record<SignInWay, string>> = {
  PASSWORD: words.byPassword,
  CODE: words.byCode,
  GOOGLE: "Google",
  PASSKEY: words.byPasskey,
  LINK: words.byLink,
};

export function tendDevices(desk: Desk): (loaded: Loaded) => void {
  const { part, renew } = desk;
  const told = part("told-devices");
  const endAll = async () => {
    const deed = () => ask(SignOutEverywhere, {}).then((data) => data.signOutEverywhere);
    const isDone = await attempt(told, async () => (await withProof(deed)).problems);
    await renew();
    if (isDone) {
      tell(told, "good", words.othersSignedOut, words.onlyThisDevice);
    }
  };
  const all = button(
    words.signOutOthers,
    "quiet",
    () => askOnce(all, words.signOutOthersAsk, words.signOutOthersYes, endAll),
  );
  return ({ viewer: { devices } }) => {
    const sorted = [...devices].sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
    part("device-list").replaceChildren(...sorted.map((device) => row(device, desk)));
    part("devices-deed").replaceChildren(devices.some(({ isCurrent }) => !isCurrent) ? all : "");
  };
}

function row(
  { id, label, way, isCurrent, signedInAt, lastUsedAt }: Device,
  { part, renew }: Desk,
): HTMLElement {
  const told = part("told-devices");
  const end = button(words.signOutDevice, "quiet", async () => {
    const deed = () => ask(SignOutDevice, { device: id }).then((data) => data.signOutDevice);
    if (!await attempt(told, async () => (await withProof(deed)).problems, end)) return;
    await renew();
    tell(told, "good", words.deviceSignedOut, words.mustSignInAgain({ label }));
  });
  end.append(make("span", { class: "visually-hidden" }, ` ${label}`));
  const used = isCurrent ? words.inUse : words.lastUsedAt({ lastUsedAt: momentText(lastUsedAt) });
  return make(
    "li",
    { class: "entries__item" },
    make(
      "div",
      {},
      make("strong", {}, label),
      make(
        "p",
        { class: "field__hint" },
        words.deviceSignedIn({ signedInAt: momentText(signedInAt), way: WAYS[way], used }),
      ),
    ),
    isCurrent ? make("span", { class: "badge badge--good" }, words.thisDevice) : end,
  );
}
