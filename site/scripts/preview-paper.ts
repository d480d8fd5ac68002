/** <jawara-paper data-paper="...">: in a preview, a sample paper in the sitting that participants have. */

import { Sitting } from "./evaluation/sitting.ts";
import type { PaperParts } from "./generated/documents.ts";
import { make } from "./dom.ts";
import { Screen } from "./screen.ts";
import { start } from "./start.ts";

class Paper extends Screen {
  protected start(): void {
    const seat = make("div", { class: "stack sitting" });
    this.replaceChildren(seat);
    new Sitting(seat, "pratinjau", JSON.parse(this.given("data-paper")) as PaperParts).open();
  }
}

start({ "jawara-paper": Paper });
