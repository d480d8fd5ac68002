/** The consents that stand, each with the way out of it and back in. */

import { ask } from "../api.ts";
import { actions, button, make, paragraph } from "../dom.ts";
import { dateText } from "../format.ts";
import { type ConsentParts, GiveConsent, type Purpose, WithdrawConsent } from "../generated/documents.ts";
import { Drafts } from "../profile/drafts.ts";
import { FIELDS_OF } from "../profile/values.ts";
import { phone } from "../storage.ts";
import { askFirst } from "./asking.ts";
import { attempt } from "../deeds.ts";
import * as words from "#messages/screen-rights.ts";

interface Words {
  readonly title: string;
  readonly covers: string;
  readonly withoutIt: string;
}

const PURPOSES: Readonly<Record<Purpose, Words>> = {
  TRAINING: {
    title: words.purposeTraining,
    covers: words.purposeTrainingWhat,
    withoutIt: words.purposeTrainingEnd,
  },
  REPORTING: {
    title: words.purposeReports,
    covers: words.purposeReportsWhat,
    withoutIt: words.purposeReportsEnd,
  },
  ACCOMMODATION: {
    title: words.purposeNeeds,
    covers: words.purposeNeedsWhat,
    withoutIt: words.purposeNeedsEnd,
  },
};

export interface Consents {
  readonly account: string;
  readonly version: string;
  readonly given: readonly ConsentParts[];
  /** What changed is asked for again. */
  readonly again: () => Promise<void>;
}

export function consentList(consents: Consents): readonly HTMLElement[] {
  return (Object.keys(PURPOSES) as Purpose[]).map((purpose) => consentItem(purpose, consents));
}

function consentItem(purpose: Purpose, { account, version, given, again }: Consents): HTMLElement {
  const { title, covers, withoutIt } = PURPOSES[purpose];
  const stands = given.find((one) => one.purpose === purpose && !one.withdrawnAt);
  const told = make("div", { class: "told" });
  const give = () =>
    attempt(
      told,
      async () => (await ask(GiveConsent, { purposes: [purpose], version })).giveConsent.problems,
    );
  const withdraw = () =>
    attempt(told, async () => (await ask(WithdrawConsent, { purpose })).withdrawConsent.problems);
  const deed: HTMLButtonElement = stands
    ? button(
      words.withdrawConsent,
      "quiet",
      () =>
        askFirst(told, deed, withoutIt, words.withdrawConsentYes, async () => {
          if (!await withdraw()) return;
          for (const field of FIELDS_OF[purpose]) new Drafts(phone, account).drop(field);
          await again();
        }),
    )
    : button(words.agree, "quiet", async () => void (await give() && await again()));
  deed.setAttribute("aria-label", `${deed.textContent}: ${title}`);
  return make(
    "div",
    { class: "stack stack--tight", role: "group", "aria-label": title },
    make("h3", {}, title),
    paragraph(covers, "muted"),
    paragraph(
      stands
        ? words.consentStands({ givenAt: dateText(stands.givenAt), version: stands.version })
        : words.consentNotGiven,
    ),
    told,
    actions(deed),
  );
}
