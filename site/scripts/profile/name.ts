/** The name as the certificate will show it, for the person to confirm; and what follows. */

import { safeAddress } from "../safe.ts";
import { actions, type Child, link, make, notice, paragraph, plainLink } from "../dom.ts";
import type { ProblemParts, ProfileParts } from "../generated/documents.ts";
import type { Filling } from "./filling.ts";
import * as words from "#messages/screen-profile.ts";

const PATIENCE_MS = 4_000;

/** What stands above the button "Nama ini sudah benar". */
export function namePreview({ profile, saver }: Filling): readonly Child[] {
  const name = profile?.fullName;
  if (!name || saver.waiting().includes("fullName")) {
    return [
      notice(
        "info",
        words.nameNotSaved,
        paragraph(words.nameNotSavedHow),
      ),
    ];
  }
  return [picture(name, profile.namePreviewUrl), drawnName(name)];
}

export async function confirmName(filling: Filling): Promise<readonly ProblemParts[]> {
  await filling.saver.settled(PATIENCE_MS);
  const name = filling.profile?.fullName;
  if (name && !filling.saver.waiting().includes("fullName")) return filling.confirm(name);
  const message = words.nameStillUnsaved;
  return [{ code: "INVALID_INPUT", field: null, message, waitSeconds: null }];
}

/** Everything that is required is there. */
export function finished({ fullName }: ProfileParts): readonly Child[] {
  const list = make("ul", { class: "requirements" });
  for (
    const [place, label] of [["pribadi", words.stepPersonal], ["alamat", words.stepAddress], [
      "kelompok",
      words.stepGroup,
    ], [
      "persetujuan",
      words.stepConsent,
    ]]
  ) {
    list.append(make("li", {}, plainLink(`#${place}`, label ?? "")));
  }
  return [
    notice(
      "good",
      words.complete,
      make("p", {}, words.nameOnCertificate, make("strong", {}, fullName)),
      paragraph(words.offersAdapted),
      actions(link("/kelas-saya/", words.seeOffers, "primary")),
    ),
    make("div", { class: "stack stack--tight" }, make("h2", {}, words.changeBiodata), list),
    make(
      "p",
      {},
      words.dataLink,
      plainLink("/akun/data/", words.myData),
      ".",
    ),
  ];
}

function picture(name: string, url: string | null): Child {
  const address = url === null ? null : safeAddress(url, location.origin);
  if (address?.origin !== location.origin) return null;
  // As wide and as high as the paper, so that nothing jumps when it arrives.
  const image = make("img", {
    class: "name-preview",
    src: address.href,
    alt: words.previewFor({ name }),
    width: 842,
    height: 595,
  });
  image.addEventListener("error", () => image.remove());
  return image;
}

function drawnName(name: string): HTMLElement {
  return make(
    "div",
    { class: "printed-name" },
    make("p", { class: "printed-name__label" }, words.printedAs),
    make("p", { class: "printed-name__name" }, name),
  );
}
