/** The root of a word as the words of the lessons see it: sitegen/search/roots.py, for what people type. */

import { stems } from "./affixes.ts";

const LETTERS_UNLISTED = 4;

export class Roots {
  readonly #words: ReadonlySet<string>;
  readonly #listed: ReadonlySet<string>;
  #support: Map<string, number> | null = null;

  constructor(words: Iterable<string>, listed: Iterable<string>) {
    this.#words = new Set(words);
    this.#listed = new Set(listed);
  }

  of(word: string): string {
    if (this.#listed.has(word)) return word;
    let best: string | null = null;
    for (const stem of stems(word)) {
      if (this.#counts(stem, word) && (best === null || this.#outweighs(stem, best))) best = stem;
    }
    return best === null ? word : this.of(best);
  }

  /** How many words have the stem in common; counted once somebody types a word that no lesson has. */
  #supportOf(stem: string): number {
    if (!this.#support) {
      this.#support = new Map();
      for (const word of this.#words) {
        for (const one of [word, ...stems(word)]) this.#support.set(one, (this.#support.get(one) ?? 0) + 1);
      }
    }
    return this.#support.get(stem) ?? 0;
  }

  #counts(stem: string, word: string): boolean {
    if (this.#listed.has(stem)) return true;
    if (stem.length < LETTERS_UNLISTED) return false;
    return this.#words.has(stem) || this.#supportOf(stem) > Math.max(1, this.#supportOf(word));
  }

  #outweighs(stem: string, other: string): boolean {
    const [mine, theirs] = [this.#weight(stem), this.#weight(other)];
    const unlike = mine.findIndex((weight, at) => weight !== theirs[at]);
    return unlike >= 0 && (mine[unlike] ?? 0) > (theirs[unlike] ?? 0);
  }

  #weight(stem: string): readonly number[] {
    return [+this.#listed.has(stem), +this.#words.has(stem), this.#supportOf(stem), stem.length];
  }
}
