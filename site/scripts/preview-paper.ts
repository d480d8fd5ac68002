/** <jawara-paper data-paper="...">: in a preview, a sample paper in the sitting that participants have. */

import { make } from "./dom.ts";
import { Sitting } from "./evaluation/sitting.ts";
import type { PaperParts } from "./generated/documents.ts";
import { outboxScript } from "./outbox/door.ts";
import { Screen } from "./screen.ts";
import { start } from "./start.ts";
import { phone } from "./storage.ts";
import { blame, heard, post } from "./transport.ts";

const EDITOR = "pratinjau";

class Paper extends Screen {
  protected start(): void {
    void this.#open(JSON.parse(this.given("data-paper")));
  }

  async #open(paper: PaperParts): Promise<void> {
    const { open, Memory } = await outboxScript();
    // A page that was drawn anew kept the sitting that was there.
    if (!this.isConnected) return;
    const way = { account: () => EDITOR, token: () => Promise.resolve(EDITOR), post, blame };
    const box = await open(way, heard, phone);
    const memory = new Memory(box.shelf, EDITOR, paper);
    // Each sample begins anew.
    for (const deed of await box.of(EDITOR)) await box.drop(deed);
    await memory.forget();
    memory.clock.set(Date.parse(paper.serverTime));
    const seat = make("div", { class: "stack sitting" });
    this.replaceChildren(seat);
    await new Sitting(seat, box, memory).open();
  }
}

start({ "jawara-paper": Paper });
