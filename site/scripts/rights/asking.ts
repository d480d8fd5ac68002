/** Asking first where a deed can't be undone. */

import { showAt } from "../deeds.ts";
import { actions, button, focusOn, make, paragraph } from "../dom.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-rights.ts";

/** Ask at `place` whether it is meant; "Batal" leads back to the button. */
export function askFirst(
  place: HTMLElement,
  opener: HTMLElement,
  question: string,
  yes: string,
  deed: () => Promise<void>,
): void {
  const close = () => {
    place.replaceChildren();
    focusOn(opener);
  };
  const asked = make(
    "div",
    { class: "notice notice--info", role: "group", "aria-label": words.areYouSure },
    make("p", { class: "notice__title" }, words.areYouSure),
    paragraph(question),
    actions(button(yes, "", deed), button(common.cancel, "quiet", close)),
  );
  showAt(place, asked);
}
