/** The index as the build wrote it (sitegen/search/index.py), made ready to be asked. */

import { Roots } from "./roots.ts";
import { wordsOf } from "./words.ts";

export interface Section {
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

export interface Entry {
  readonly kind: "class" | "lesson" | "term";
  readonly course: string;
  readonly title: string;
  readonly address: string;
  readonly sections: readonly Section[];
}

export interface Index {
  readonly entries: readonly Entry[];
  readonly forms: Readonly<Record<string, string>>;
  readonly listed: readonly string[];
}

/** How often a root stands in a part of an entry. */
type Counts = ReadonlyMap<string, number>;

export interface Shelved {
  readonly entry: Entry;
  readonly title: Counts;
  readonly sections: readonly { readonly heading: Counts; readonly text: Counts; readonly length: number }[];
}

export class Library {
  readonly shelves: readonly Shelved[];
  /** Every word of the lessons, with its root. */
  readonly words = new Map<string, string>();
  readonly averageLength: number;
  readonly #roots: Roots;
  readonly #spread = new Map<string, number>();

  constructor(index: Index) {
    for (const [root, forms] of Object.entries(index.forms)) {
      for (const word of forms.split(" ")) this.words.set(word, root);
    }
    this.shelves = index.entries.map((entry) => this.#shelve(entry));
    const lengths = this.shelves.flatMap(({ sections }) => sections.map(({ length }) => length));
    this.averageLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
    this.#roots = new Roots(this.words.keys(), index.listed);
  }

  /** The root of any word, whether a lesson has it or not. */
  rootOf(word: string): string {
    return this.words.get(word) ?? this.#roots.of(word);
  }

  /** In how many entries a root stands. */
  spreadOf(root: string): number {
    return this.#spread.get(root) ?? 0;
  }

  #shelve(entry: Entry): Shelved {
    const title = this.#counts(entry.title);
    const sections = entry.sections.map(({ heading, text }) => {
      const counts = this.#counts(text);
      return { heading: this.#counts(heading), text: counts, length: sum(counts.values()) };
    });
    const roots = new Set([title, ...sections.flatMap(({ heading, text }) => [heading, text])]
      .flatMap((counts) => [...counts.keys()]));
    for (const root of roots) this.#spread.set(root, this.spreadOf(root) + 1);
    return { entry, title, sections };
  }

  #counts(text: string): Counts {
    const counts = new Map<string, number>();
    for (const { text: word } of wordsOf(text)) {
      const root = this.words.get(word) ?? word;
      this.words.set(word, root);
      counts.set(root, (counts.get(root) ?? 0) + 1);
    }
    return counts;
  }
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
