/** The end of an account: what it takes away, what stays, and two days to think it over. */

import { ask } from "../api.ts";
import { actions, button, make, notice, paragraph } from "../dom.ts";
import { momentText } from "../format.ts";
import { CancelErasure, RequestErasure } from "../generated/documents.ts";
import { withProof } from "../proof.ts";
import { askFirst } from "./asking.ts";
import { attempt } from "../deeds.ts";
import * as words from "#messages/screen-rights.ts";

export function erasure(erasesAt: string | null, again: () => Promise<void>): readonly HTMLElement[] {
  return erasesAt === null ? offer(again) : underWay(erasesAt, again);
}

function underWay(erasesAt: string, again: () => Promise<void>): readonly HTMLElement[] {
  const told = make("div", { class: "told" });
  const cancel = button(words.cancelErasure, "primary", async () => {
    const isDone = await attempt(told, async () => (await ask(CancelErasure, {})).cancelErasure.problems);
    if (isDone) await again();
  });
  return [
    notice(
      "info",
      words.erasurePending,
      paragraph(
        words.erasurePendingHow({ erasesAt: momentText(erasesAt) }),
      ),
      actions(cancel),
    ),
    told,
  ];
}

function offer(again: () => Promise<void>): readonly HTMLElement[] {
  const told = make("div", { class: "told" });
  const request = () =>
    attempt(
      told,
      async () => (await withProof(async () => (await ask(RequestErasure, {})).requestErasure)).problems,
    );
  const open = button(words.eraseAccount, "quiet", () =>
    askFirst(
      told,
      open,
      words.eraseAccountHow,
      words.eraseAccountYes,
      async () => void (await request() && await again()),
    ));
  return [
    make(
      "ul",
      { class: "rules" },
      make(
        "li",
        {},
        make("strong", {}, "Dihapus: "),
        words.erasedWhat,
      ),
      make(
        "li",
        {},
        make("strong", {}, words.staysWhat),
        words.staysCertificates,
      ),
      make(
        "li",
        {},
        make("strong", {}, "48 jam "),
        words.erasureHow,
      ),
    ),
    told,
    actions(open),
  ];
}
