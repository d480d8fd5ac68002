/** The stems of a word, by the same rules as sitegen/search/affixes.py; a test holds each to the other. */

const PARTICLES = ["lah", "kah", "pun"];
const POSSESSIVES = ["nya", "ku", "mu"];
const SUFFIXES = ["kan", "an", "i"];

const LEAST_LETTERS = 3;
const SOUNDS = /^(?![lmrwyhj][^aeiou]|n[^aeiougy]).*[aeiou]/;
const AFTER_SHORT_BE = /^(?:r|[^aeiou]er)/;

/** The suffixes that may stand with a prefix. */
const SUFFIXES_OF: Readonly<Record<string, readonly string[]>> = {
  di: ["kan", "i"],
  me: ["kan", "i"],
  ter: ["kan", "i"],
  ber: ["kan", "an"],
  per: ["kan", "an", "i"],
  pe: ["an"],
  ke: ["an"],
  se: ["an"],
};

/** A nasal of meN- and peN-, the sound that it swallows before a vowel, and those that it leaves. */
const NASALS: readonly (readonly [nasal: string, swallowed: string, kept: string])[] = [
  ["ng", "k", "ghkq"],
  ["ny", "s", ""],
  ["n", "t", "cdjtzs"],
  ["m", "p", "bfvp"],
];

type Split = readonly [prefix: string, rest: string];

/** Every word of the lessons is asked for again with each word that no lesson has. */
const kept = new Map<string, readonly string[]>();

/** All stems of a word in lower case, those that lose least first; the word itself is none of them. */
export function stems(word: string): readonly string[] {
  const known = kept.get(word) ?? stemsOf(word);
  kept.set(word, known);
  return known;
}

function stemsOf(word: string): readonly string[] {
  const found = new Set<string>();
  for (const ended of eachEnd(word, PARTICLES)) {
    for (const owned of eachEnd(ended, POSSESSIVES)) {
      takePrefixes(owned, "", found);
      for (const suffix of SUFFIXES) {
        if (!owned.endsWith(suffix)) continue;
        const body = owned.slice(0, -suffix.length);
        if (mayBeRoot(body)) takePrefixes(body, suffix, found);
      }
    }
  }
  found.delete(word);
  return [...found];
}

function* eachEnd(word: string, endings: readonly string[]): Generator<string> {
  yield word;
  for (const ending of endings) {
    if (!word.endsWith(ending)) continue;
    const rest = word.slice(0, -ending.length);
    if (mayBeRoot(rest)) yield rest;
  }
}

/** The outer prefix must agree with the suffix. There may be one more within it, though neither di- nor me-. */
function takePrefixes(word: string, suffix: string, found: Set<string>): void {
  found.add(word);
  for (const [prefix, rest] of split(word)) {
    if (!mayBeRoot(rest) || (suffix && !SUFFIXES_OF[prefix]?.includes(suffix))) continue;
    found.add(rest);
    for (const [inner, core] of split(rest)) {
      if (inner !== "di" && inner !== "me" && mayBeRoot(core)) found.add(core);
    }
  }
}

/** Each prefix that the word may begin with, and what follows it. */
function* split(word: string): Generator<Split> {
  for (const prefix of ["di", "ke", "se", "ber", "ter", "per"]) {
    if (word.startsWith(prefix)) yield [prefix, word.slice(prefix.length)];
  }
  for (const [short, prefix] of [["be", "ber"], ["te", "ter"]] as const) {
    if (word.startsWith(short) && AFTER_SHORT_BE.test(word.slice(2))) yield [prefix, word.slice(2)];
  }
  for (const [prefix, start] of [["ber", "belajar"], ["per", "pelajar"]] as const) {
    if (word.startsWith(start)) yield [prefix, word.slice(3)];
  }
  for (const prefix of ["me", "pe"]) {
    if (!word.startsWith(prefix)) continue;
    for (const rest of afterNasal(word.slice(2))) yield [prefix, rest];
    if (prefix === "pe" || (word[2] && "lmnrwy".includes(word[2]))) yield [prefix, word.slice(2)];
  }
}

function* afterNasal(rest: string): Generator<string> {
  for (const [nasal, swallowed, kept] of NASALS) {
    if (!rest.startsWith(nasal)) continue;
    const after = rest.slice(nasal.length);
    const first = after.charAt(0);
    if (!first) continue;
    if ("aeiou".includes(first)) {
      yield swallowed + after;
      if (nasal === "ng") yield after;
      if (nasal === "ng" && first === "e") yield after.slice(1);
    } else if (kept.includes(first)) yield after;
  }
}

function mayBeRoot(stem: string): boolean {
  return stem.length >= LEAST_LETTERS && SOUNDS.test(stem);
}
