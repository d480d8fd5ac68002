/**
 * <jawara-search index="/assets/search.x.json"> around a form with the field `q`, a place for what was found and the
 * list of all lessons, which shows while nothing is asked. The question stands in the address: a way back leads to it.
 */

import { button, type Child, make, plainLink } from "../dom.ts";
import { type Answer, ask, type Found } from "../search/asking.ts";
import { type Index, Library } from "../search/library.ts";
import { marked, type Piece, snippet } from "../search/snippet.ts";
import { put, Screen, show } from "../screen.ts";
import { Unreachable } from "../transport.ts";
import * as words from "#messages/screen-search.ts";

const PAUSE_MS = 250;
const AT_ONCE = 10;

export class Search extends Screen {
  #loading: Promise<Library> | null = null;
  #pause = 0;

  protected start(): void {
    this.#field.value = this.#asked;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#go("pushState");
    });
    this.#field.addEventListener("input", () => {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#go("replaceState"), PAUSE_MS);
    });
    addEventListener("popstate", () => {
      this.#field.value = this.#asked;
      void this.#answer();
    });
    void this.#answer();
  }

  get #form(): HTMLFormElement {
    return this.within("form") as HTMLFormElement;
  }

  get #field(): HTMLInputElement {
    return this.within("field") as HTMLInputElement;
  }

  /** The question in the address. */
  get #asked(): string {
    return new URLSearchParams(location.search).get("q") ?? "";
  }

  #go(how: "pushState" | "replaceState"): void {
    clearTimeout(this.#pause);
    const question = this.#field.value;
    if (question !== this.#asked) {
      const query = question.trim() ? `?${new URLSearchParams({ q: question })}` : "";
      history[how](null, "", location.pathname + query);
    }
    void this.#answer();
  }

  async #answer(): Promise<void> {
    const isAsked = this.#asked.trim() !== "";
    this.within("all").hidden = isAsked;
    if (isAsked) await show(this.within("found"), () => this.#library(), (library) => this.#draw(library));
    else {
      put(this.within("found"), []);
      this.#say("");
    }
  }

  #library(): Promise<Library> {
    this.#loading ??= load(this.given("index")).catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  /** What is drawn answers the newest question, whichever asked for the index. */
  #draw(library: Library): readonly Child[] {
    const question = this.#asked;
    if (!question.trim()) return [];
    const answer = ask(library, question);
    this.#say(sentenceOf(answer, question.trim()));
    if (answer.found.length === 0) return [make("p", {}, words.tryOther)];
    const isMatch = (word: string) => answer.roots.has(library.rootOf(word));
    return [list(answer.found, isMatch)];
  }

  /** Told by screen readers too, once a change has come to rest. */
  #say(text: string): void {
    const place = this.within("count");
    if (place.textContent !== text) place.textContent = text;
  }
}

async function load(address: string): Promise<Library> {
  const response = await fetch(address).catch(() => {
    throw new Unreachable("offline");
  });
  if (!response.ok) throw new Unreachable("busy");
  return new Library(await response.json() as Index);
}

function sentenceOf({ found, hasAll, corrected }: Answer, question: string): string {
  const count = found.length;
  if (count === 0) return words.none({ question });
  if (corrected.length > 0) return words.corrected({ count, question, word: corrected[0] ?? "" });
  return hasAll ? words.count({ count, question }) : words.some({ count, question });
}

function list(found: readonly Found[], isMatch: (word: string) => boolean): HTMLElement {
  const rest = found.slice(AT_ONCE);
  const results = make("ol", { class: "results", role: "list" });
  results.append(...found.slice(0, AT_ONCE).map((one) => result(one, isMatch)));
  const more = button(words.more({ count: rest.length }), "quiet", () => {
    const added = rest.map((one) => result(one, isMatch));
    results.append(...added);
    more.remove();
    added[0]?.querySelector("a")?.focus();
  });
  return make("div", { class: "stack" }, results, rest.length > 0 && more);
}

const KINDS = { class: words.kindClass, lesson: words.kindLesson, term: words.kindTerm };

/** Titles and texts are in the language of their authors, whatever the page's is. */
function result({ entry, section }: Found, isMatch: (word: string) => boolean): HTMLElement {
  const address = section.anchor ? `${entry.address}#${section.anchor}` : entry.address;
  const title = make("h2", { class: "results__title", lang: "id" }, plainLink(address, ""));
  title.firstElementChild?.append(...nodes(marked(entry.title, isMatch)));
  const place = [KINDS[entry.kind], entry.kind === "class" ? "" : entry.course].filter(Boolean).join(" · ");
  return make(
    "li",
    { class: "results__item" },
    title,
    make("p", { class: "results__place" }, place),
    section.heading !== "" &&
      make("p", { class: "results__heading", lang: "id" }, ...nodes(marked(section.heading, isMatch))),
    make("p", { lang: "id" }, ...nodes(snippet(section.text, isMatch))),
  );
}

function nodes(pieces: readonly Piece[]): readonly Node[] {
  return pieces.map(({ text, isMatch }) => isMatch ? make("mark", {}, text) : document.createTextNode(text));
}
