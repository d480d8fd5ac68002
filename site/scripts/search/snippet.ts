/** The few words of a text around what was looked for. */

import { wordsOf } from "./words.ts";

/** A piece of a text; `isMatch` is what a reader should see first. */
export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

const LETTERS = 180;
const LETTERS_BEFORE = 50;

/** The text in pieces, so that its matches can be marked. */
export function marked(text: string, isMatch: (word: string) => boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const word of wordsOf(text)) {
    if (!isMatch(word.text)) continue;
    if (word.start > done) pieces.push({ text: text.slice(done, word.start), isMatch: false });
    pieces.push({ text: text.slice(word.start, word.end), isMatch: true });
    done = word.end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), isMatch: false });
  return pieces;
}

/** The line with most of the matches, cut to what can be read at a glance; the first line where nothing matches. */
export function snippet(text: string, isMatch: (word: string) => boolean): readonly Piece[] {
  const lines = text.split("\n");
  const counts = lines.map((line) =>
    new Set(wordsOf(line).map((word) => word.text).filter((word) => isMatch(word))).size
  );
  const line = lines[counts.indexOf(Math.max(...counts))] ?? "";
  return marked(cut(line, wordsOf(line).find((word) => isMatch(word.text))?.start ?? 0), isMatch);
}

/** Whole words from a little before `match` on. */
function cut(line: string, match: number): string {
  if (line.length <= LETTERS) return line;
  const from = Math.min(Math.max(0, match - LETTERS_BEFORE), line.length - LETTERS);
  const start = from === 0 ? 0 : line.indexOf(" ", from) + 1;
  const end = start + LETTERS >= line.length ? line.length : line.lastIndexOf(" ", start + LETTERS);
  return `${start > 0 ? "… " : ""}${line.slice(start, end)}${end < line.length ? " …" : ""}`;
}
