/** <jawara-kept-classes>: the classes that lie whole on this phone, with links that lead there without a network. */

import { button, focusOn, make } from "../dom.ts";
import { sizeText } from "../format.ts";
import { allKept, type Kept, remove } from "../keeping/kept.ts";
import { put, Screen } from "../screen.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-keep.ts";

export class KeptClasses extends Screen {
  protected start(): void {
    if ("caches" in globalThis) void this.#draw();
  }

  async #draw(): Promise<void> {
    // Where storage is forbidden nothing is kept.
    const classes = await allKept().catch(() => []);
    if (classes.length === 0) return put(this, []);
    const list = make("ul", { class: "stack" }, ...classes.map((one) => this.#line(one)));
    put(this, [make("h2", {}, words.keptClasses), list]);
  }

  #line({ list: { slug, title }, bytes, languages }: Kept): HTMLElement {
    const language = document.documentElement.lang;
    const start = language !== "id" && languages.includes(language) ? `/${language}` : "";
    const removal = button(common.remove, "quiet", async () => {
      await remove(slug);
      await this.#draw();
      focusOn(this.querySelector("button") ?? this.parentElement);
    });
    removal.setAttribute("aria-label", words.removeNamed({ title }));
    return make(
      "li",
      { class: "stack stack--tight" },
      make("a", { href: `${start}/kelas/${slug}/` }, title),
      make("p", { class: "muted" }, sizeText(bytes)),
      make("div", { class: "actions" }, removal),
    );
  }
}
