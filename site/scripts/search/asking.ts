/** From what somebody typed to the entries that answer it, the best first. */

import { stems } from "./affixes.ts";
import type { Entry, Library, Section, Shelved } from "./library.ts";
import { isOneLetterOff, wordsOf } from "./words.ts";

/** A root that may be meant by a word of the question, and how much it counts: 1 for the word's own. */
type Meant = ReadonlyMap<string, number>;

export interface Found {
  readonly entry: Entry;
  readonly section: Section;
  readonly score: number;
}

export interface Answer {
  readonly found: readonly Found[];
  /** The roots that were looked for, to mark them. */
  readonly roots: ReadonlySet<string>;
  /** False where no entry has about all of the words: then those with some of them are found. */
  readonly hasAll: boolean;
  /** What was taken for a misspelt word. */
  readonly corrected: readonly string[];
}

// BM25's usual values: how soon repetition stops counting, and how much a long text is held against it.
const REPETITION = 1.2;
const LENGTH = 0.75;
/** What a title and a heading are worth beside a text, whose words are worth up to 1. */
const TITLE = 1.5;
const HEADING = 0.6;

const BEGINNING = 0.6;
const SHARED = 0.8;
const MISSPELT = 0.5;
/** An address may hold a whole book; a phone need not read it. */
const MOST_WORDS = 12;
const LETTERS_OF_BEGINNING = 2;
const LETTERS_SHARED = 4;
const LETTERS_OF_MISSPELT = 6;
/** How much of what the words weigh an entry may lack and still count: *cara* needn't be in it. */
const ENOUGH = 0.7;

export function ask(library: Library, question: string): Answer {
  const words = [...new Set(wordsOf(question).map(({ text }) => text))].slice(0, MOST_WORDS);
  const unfinished = /\s$/.test(question) ? undefined : words.at(-1);
  const corrected: string[] = [];
  const meanings = words
    .map((word) => ({ word, meant: meantBy(library, word, word === unfinished, corrected) }))
    .filter(({ word, meant }) => meant.size > 0 || word !== unfinished || word.length >= LETTERS_OF_BEGINNING)
    .map(({ meant }) => meant);
  const scored = library.shelves.map((shelf) => score(library, shelf, meanings)).filter(({ score }) =>
    score > 0
  );
  const good = scored.filter(({ share }) => share >= ENOUGH);
  return {
    found: (good.length > 0 ? good : scored).sort((a, b) => b.score - a.score),
    roots: new Set(meanings.flatMap((meant) => [...meant.keys()])),
    hasAll: good.length > 0,
    corrected,
  };
}

/** The word's own root; else what it may be the beginning of, what shares a stem with it, or a slip of the finger. */
function meantBy(library: Library, word: string, isUnfinished: boolean, corrected: string[]): Meant {
  const root = library.rootOf(word);
  if (library.spreadOf(root) > 0) return new Map([[root, 1]]);
  const known = [...library.words];
  const rootsWhere = (fits: (known: string) => boolean, weight: number): Meant =>
    new Map(known.filter(([one]) => fits(one)).map(([, itsRoot]) => [itsRoot, weight]));
  if (isUnfinished && word.length >= LETTERS_OF_BEGINNING) {
    const begun = rootsWhere((one) => one.startsWith(word), BEGINNING);
    if (begun.size > 0) return begun;
  }
  // *Menggaji* and *gajian* have *gaji* in common, though no lesson has that word itself.
  const mine = new Set([word, ...stems(word).filter((stem) => stem.length >= LETTERS_SHARED)]);
  const within = rootsWhere((one) => mine.has(one) || stems(one).some((stem) => mine.has(stem)), SHARED);
  if (within.size > 0 || word.length < LETTERS_OF_MISSPELT) return within;
  const near = known.map(([one]) => one).filter((one) => isOneLetterOff(word, one));
  corrected.push(...near);
  return rootsWhere((one) => near.includes(one), MISSPELT);
}

/** What an entry is worth for these words, and the section that has most of them; `share` is 1 where it has all. */
function score(
  library: Library,
  shelf: Shelved,
  meanings: readonly Meant[],
): Found & { readonly share: number } {
  const sums = shelf.sections.map(() => 0);
  const rarest = meanings.map((meant) =>
    Math.max(0, ...[...meant.keys()].map((root) => rarity(library, root)))
  );
  // A word that nothing has weighs as much as the rarest that something has.
  const weights = rarest.map((weight) => weight || rarity(library, ""));
  let total = 0;
  let has = 0;
  meanings.forEach((meant, which) => {
    let best = 0;
    for (const [root, weight] of meant) {
      const rare = weight * rarity(library, root);
      const inTitle = shelf.title.has(root) ? TITLE : 0;
      shelf.sections.forEach((section, at) => {
        const often = (section.text.get(root) ?? 0) /
          (1 - LENGTH + LENGTH * section.length / library.averageLength);
        const below = (section.heading.has(root) ? HEADING : 0) + saturated(often);
        sums[at] = (sums[at] ?? 0) + rare * below;
        best = Math.max(best, rare * (inTitle + below));
      });
    }
    total += best;
    if (best > 0) has += weights[which] ?? 0;
  });
  const share = has / weights.reduce((sum, weight) => sum + weight, 0);
  const section = sectionAt(shelf, sums.indexOf(Math.max(...sums)));
  return { entry: shelf.entry, section, score: total * share, share };
}

function sectionAt(shelf: Shelved, at: number): Section {
  return shelf.entry.sections[at] ?? { anchor: "", heading: "", text: "" };
}

function rarity(library: Library, root: string): number {
  const spread = library.spreadOf(root);
  return Math.log(1 + (library.shelves.length - spread + 0.5) / (spread + 0.5));
}

function saturated(often: number): number {
  return often / (REPETITION + often);
}
