/** "Akun saya": passkeys, each with the name its owner gave it. */

import { ask } from "../api.ts";
import { button, make } from "../dom.ts";
import { dateText } from "../format.ts";
import { tend, text } from "../forms.ts";
import {
  FinishPasskeyRegistration,
  type ProblemParts,
  RemovePasskey,
  StartPasskeyRegistration,
} from "../generated/documents.ts";
import { canUsePasskeys, makePasskey } from "../passkeys.ts";
import { withProof } from "../proof.ts";
import type { Desk, Loaded, Owner } from "./desk.ts";
import { webViewHere } from "./inside-app.ts";
import { withPasskeyProblems } from "./passkey-way.ts";
import { askOnce, Disclosure } from "./section.ts";
import { attempt, tell } from "../deeds.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-account.ts";

type Passkey = Owner["passkeys"][number];

export function tendPasskeys(desk: Desk): (loaded: Loaded) => void {
  const { part, renew } = desk;
  const form = part("passkey") as HTMLFormElement;
  const opener = part("open-passkey") as HTMLButtonElement;
  const disclosure = new Disclosure(opener, form);
  tend(form, async (values) => {
    const problems = await withPasskeyProblems(() => added(text(values, "name")));
    if (problems.length === 0) {
      form.reset();
      disclosure.close();
      await renew();
      tell(
        part("told-ways"),
        "good",
        words.passkeySaved,
        words.passkeySavedHow,
      );
    }
    return problems;
  });
  return ({ signInWays, viewer: { passkeys } }) => {
    const canAdd = signInWays.passkey && canUsePasskeys() && !webViewHere();
    part("passkeys").hidden = !canAdd && passkeys.length === 0;
    opener.hidden = !canAdd;
    part("passkey-list").replaceChildren(...passkeys.map((passkey) => row(passkey, desk)));
  };
}

async function added(name: string): Promise<readonly ProblemParts[]> {
  const start = () => ask(StartPasskeyRegistration, {}).then((data) => data.startPasskeyRegistration);
  const { challenge, options, problems } = await withProof(start);
  if (!challenge || !options) return problems;
  const response = await makePasskey(options);
  const finish = () =>
    ask(FinishPasskeyRegistration, { challenge, response, name }).then((data) =>
      data.finishPasskeyRegistration
    );
  return (await withProof(finish)).problems;
}

function row({ id, name, createdAt, lastUsedAt }: Passkey, { part, renew }: Desk): HTMLElement {
  const told = part("told-ways");
  const remove = async () => {
    const deed = () => ask(RemovePasskey, { passkey: id }).then((data) => data.removePasskey);
    const isDone = await attempt(told, async () => (await withProof(deed)).problems);
    await renew();
    if (isDone) {
      tell(told, "good", words.passkeyRemoved, words.passkeyRemovedHow);
    }
  };
  const opener = button(
    common.remove,
    "quiet",
    () => askOnce(opener, words.passkeyRemoveAsk({ name }), words.passkeyRemoveYes, remove),
  );
  opener.append(make("span", { class: "visually-hidden" }, words.passkeyNamed({ name })));
  const used = lastUsedAt ? words.lastUsedOn({ lastUsedAt: dateText(lastUsedAt) }) : words.neverUsed;
  return make(
    "li",
    { class: "entries__item" },
    make(
      "div",
      {},
      make("strong", {}, name),
      make("p", { class: "field__hint" }, words.passkeyMade({ createdAt: dateText(createdAt), used })),
    ),
    opener,
  );
}
