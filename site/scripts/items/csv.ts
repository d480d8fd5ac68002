/** The figures as a file for a spreadsheet: one row for each question. */

import { FINDINGS, type Item, percent } from "./wording.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-items.ts";

type Cell = string | number | null;

const COLUMNS: readonly (readonly [string, (item: Item) => Cell])[] = [
  [words.question, ({ question }) => question],
  [words.topic, ({ pool }) => pool],
  [words.prompt, ({ prompt }) => prompt],
  [words.attempts, ({ attempts }) => attempts],
  [words.setAside, ({ setAside }) => setAside],
  [words.facility, ({ facility }) => facility],
  [words.discrimination, ({ discrimination }) => discrimination],
  [words.itemRest, ({ itemRest }) => itemRest],
  [words.omitted, ({ omitted }) => omitted],
  [words.time, ({ time }) => time && time.median],
  [words.note, ({ findings }) => findings.map((finding) => FINDINGS[finding][0]).join("; ")],
  [words.options, taken],
  [words.wrongTexts, ({ wrongTexts }) => wrongTexts.map(words.wrongText).join("; ")],
];

/** Spreadsheets read a file by the country they are set to: where the comma is the decimal mark, ; divides cells. */
export function csv(items: readonly Item[], locale: string = common.locale): string {
  const hasComma = (1.5).toLocaleString(locale).includes(",");
  const line = (cells: readonly Cell[]) =>
    cells.map((cell) => written(cell, hasComma)).join(hasComma ? ";" : ",");
  const rows = items.map((item) => line(COLUMNS.map(([, of]) => of(item))));
  // The mark at the start tells that the file is UTF-8.
  return `\ufeff${[line(COLUMNS.map(([name]) => name)), ...rows].join("\r\n")}\r\n`;
}

function taken({ options }: Item): string {
  return options.map(({ text, isRight, share, upper, lower }) => {
    const groups = `${percent(upper)} / ${percent(lower)}`;
    return `${text}${isRight ? ` (${words.right})` : ""}: ${percent(share)} (${groups})`;
  }).join("; ");
}

function written(cell: Cell, hasComma: boolean): string {
  if (cell === null) return "";
  if (typeof cell === "number") {
    const plain = String(Math.round(cell * 10_000) / 10_000);
    return hasComma ? plain.replace(".", ",") : plain;
  }
  // What begins so would be taken for a formula, and participants typed some of it.
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
