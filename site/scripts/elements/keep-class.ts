/**
 * <jawara-keep-class course="slug" name="..." bytes="73000">: on the page of a class, keeping it on this phone: one tap,
 * how far it is, what broke it off, and how to remove it. `bytes` is what comes over the line.
 */

import { actions, button, type Child, focusOn, make, notice, paragraph } from "../dom.ts";
import { sizeText } from "../format.ts";
import { BrokenOff, DiskFull, keep, type Progress } from "../keeping/keep.ts";
import { countHere, inTurn, kept, remove } from "../keeping/kept.ts";
import { put, Screen } from "../screen.ts";
import * as words from "#messages/screen-keep.ts";
import * as common from "#messages/screen-common.ts";

/** What one tab tells the others: how far it is with which class. */
interface Told extends Progress {
  readonly course: string;
}

export class KeepClass extends Screen {
  readonly #body = make("div", { class: "stack stack--tight" });
  /** Said aloud: the beginning and the end, not each file. */
  readonly #said = make("p", { class: "visually-hidden", role: "status" });
  #channel: BroadcastChannel | null = null;
  #isAtIt = false;
  #hears = false;

  protected start(): void {
    // Without a worker nothing would ever read what is kept.
    if (!("caches" in globalThis && "serviceWorker" in navigator)) return;
    put(this, [this.#body, this.#said]);
    if ("BroadcastChannel" in globalThis) {
      this.#channel = new BroadcastChannel("jawara-kept");
      this.#channel.addEventListener("message", (event) => this.#hear(event.data));
    }
    void this.#showState();
  }

  get #course(): string {
    return this.given("course");
  }

  async #showState(): Promise<void> {
    try {
      const here = await kept(this.#course);
      put(this.#body, here ? this.#drawKept(here.bytes) : this.#drawOffer(await countHere(this.#course)));
    } catch {
      // Storage is forbidden, as in some private windows: nothing is offered.
      put(this, []);
    }
  }

  #drawOffer(filesHere: number): readonly Child[] {
    const size = sizeText(Number(this.given("bytes")));
    const begin = button(filesHere ? words.goOn : words.keep({ size }), "quiet", () => this.#keep());
    if (!filesHere) return [actions(begin), paragraph(words.keepHow, "muted")];
    return [paragraph(words.unfinished({ done: filesHere })), actions(begin, this.#removal())];
  }

  #drawKept(bytes: number): readonly Child[] {
    const said = make("p", {}, make("strong", {}, words.kept({ size: sizeText(bytes) })));
    return [said, actions(this.#removal())];
  }

  #removal(): HTMLButtonElement {
    const removal = button(common.remove, "quiet", async () => {
      await remove(this.#course);
      this.#said.textContent = words.removed;
      await this.#showState();
      focusOn(this.#body.querySelector("button"));
    });
    removal.setAttribute("aria-label", words.removeNamed({ title: this.given("name") }));
    return removal;
  }

  async #keep(): Promise<void> {
    // Asked for where it is the reader's own wish; the browser may decline.
    navigator.storage?.persist?.().catch(() => undefined);
    this.#isAtIt = true;
    let progress: Progress | null = null;
    const tell = (now: Progress) => {
      progress = now;
      this.#drawProgress(now);
      this.#channel?.postMessage({ ...now, course: this.#course } satisfies Told);
    };
    this.#said.textContent = words.keeping;
    try {
      const { bytes } = await keep(this.#course, document.documentElement.lang, tell);
      put(this.#body, this.#drawKept(bytes));
      // Focus stays where it is: it took a while, and the reader may be elsewhere by now.
      this.#said.textContent = words.kept({ size: sizeText(bytes) });
    } catch (error) {
      put(this.#body, [this.#explained(error, progress)]);
    } finally {
      this.#isAtIt = false;
    }
  }

  #drawProgress({ done, total }: Progress): void {
    const text = words.keepingFiles({ done, total });
    const bar = this.#body.querySelector("progress");
    if (bar?.max === total) {
      bar.value = done;
      this.#body.querySelector("p")?.replaceChildren(text);
      return;
    }
    const fresh = make("progress", {
      class: "progress",
      value: done,
      max: total,
      "aria-label": words.keeping,
    });
    put(this.#body, [make("p", { "aria-hidden": "true" }, text), fresh]);
  }

  #explained(error: unknown, progress: Progress | null): HTMLElement {
    this.#said.textContent = "";
    const again = button(common.tryAgain, "", () => this.#keep());
    if (error instanceof DiskFull) {
      return notice("bad", words.full, paragraph(words.fullHow), actions(again));
    }
    if (!(error instanceof BrokenOff)) {
      return notice("bad", words.forbidden, paragraph(words.forbiddenHow), actions(again));
    }
    addEventListener("online", () => {
      if (again.isConnected && !this.#isAtIt) void this.#keep();
    }, { once: true });
    const how = progress ? words.brokenHow({ ...progress as Progress }) : words.notBegun;
    return notice("bad", words.broken, paragraph(how), actions(again));
  }

  /** Another tab is at it: this one shows how far that is, and what came of it once it has let go. */
  #hear(told: Told): void {
    if (told.course !== this.#course) return;
    this.#drawProgress(told);
    // Whoever tapped here too waits for a turn, and then finds that all is done.
    if (this.#isAtIt || this.#hears) return;
    this.#hears = true;
    void inTurn(this.#course, () => Promise.resolve()).then(() => {
      this.#hears = false;
      return this.#showState();
    });
  }
}
