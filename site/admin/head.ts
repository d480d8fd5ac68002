// A file of a class <-> the values that the editor's page shows. What was not changed keeps every byte: the front
// matter is written by hand, with its own quotes, braces and comments, and a change must be readable as a diff.
import { Document, isMap, isScalar, isSeq, parseDocument, Scalar } from "yaml";
import type { Node, Pair, YAMLMap, YAMLSeq } from "yaml";

/** What the page's fields hold: `body` is the Markdown below the front matter. */
export type Values = Record<string, unknown>;

/** Where the front matter, as it was read, travels with the values: the page keeps keys that it has no field for. */
const KEPT = "_pembuka";

interface Kept {
  /** Between the `---` lines. */
  readonly head: string;
  /** Blank lines above the body. */
  readonly gap: string;
}

const FILE = /^---[ \t]*\n(?<head>(?:[^\n]*\n)*?)---[ \t]*(?:\n(?<gap>(?:[ \t]*\n)*)(?<body>[\s\S]*))?$/;
// All values are text, as courseware reads them: `menit: 7` and `judul: ya` need no guessing.
const READING = { schema: "failsafe" } as const;
const WRITING = { lineWidth: 0, flowCollectionPadding: false } as const;

// Readers of YAML disagree on the rest, such as `:0`.
const PLAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N} .,;()'"/%+?!_–-]*[\p{L}\p{N}.)%"?!])?$/u;

/** The values of a file, those under the keys of `ticks` as yes or no; throws where its front matter can't be read. */
export function read(text: string, ticks: ReadonlySet<string> = new Set()): Values {
  const found = FILE.exec(text)?.groups;
  if (!found) throw new Error("bagian pembuka di antara dua garis `---` tidak ditemukan");
  const kept: Kept = { head: found["head"] ?? "", gap: found["gap"] ?? "" };
  const values = parsed(kept.head).toJS() as Values | null;
  return {
    ...ticked(values ?? {}, ticks) as Values,
    body: found["body"] ?? "",
    [KEPT]: JSON.stringify(kept),
  };
}

/** Courseware takes `ya` as well as `true`; the page knows only the latter. */
function ticked(value: unknown, ticks: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((one) => ticked(one, ticks));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map((
      [key, one],
    ) => [key, ticks.has(key) && typeof one === "string" ? isYes(one) : ticked(one, ticks)]),
  );
}

function isYes(value: unknown): boolean {
  return /^(?:true|ya)$/i.test(String(value));
}

/** The file of these values. Fields that are empty, and that the file never had, are left out. */
export function write(values: Values): string {
  const { body, [KEPT]: kept, ...heads } = values;
  const { head, gap } = (kept ? JSON.parse(String(kept)) : { head: "", gap: "" }) as Kept;
  return `---\n${changed(head, fromOwnFolder(heads) as Values)}---\n${gap}${String(body ?? "")}\n`;
}

/** The page gives the address of a picture that was chosen there from the root; a class, from its own folder. */
function fromOwnFolder(value: unknown): unknown {
  if (typeof value === "string") return value.replace(/^\/(?=media\/)/, "");
  if (Array.isArray(value)) return value.map(fromOwnFolder);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fromOwnFolder(one)]));
}

function parsed(head: string): Document {
  const document = parseDocument(head, READING);
  const [error] = document.errors;
  if (error) throw error;
  return document;
}

function changed(head: string, values: Values): string {
  const { contents } = parsed(head);
  const pairs = isMap(contents) ? contents.items : [];
  const starts = pairs.map((pair) => startOf(head, pair));
  const keys = pairs.map((pair) => String(plain(pair.key)));
  let text = head.slice(0, starts[0] ?? head.length);
  for (const [index, { value }] of pairs.entries()) {
    const key = keys[index] ?? "";
    const lines = head.slice(starts[index], starts[index + 1] ?? head.length);
    if (isSame(plain(value), values[key])) text += lines;
    else if (!isEmpty(values[key])) {
      text += commentsAbove(lines) + written(key, changedNode(value, values[key])) + commentsBelow(lines);
    }
  }
  for (const [key, value] of Object.entries(values)) {
    if (!keys.includes(key) && !isEmpty(value)) text += written(key, changedNode(undefined, value));
  }
  return text;
}

/** Where the lines of a key begin, together with the comments right above it. */
function startOf(head: string, pair: Pair): number {
  const key = pair.key as Node;
  let start = head.lastIndexOf("\n", key.range?.[0] ?? 0) + 1;
  while (start > 0) {
    const before = head.lastIndexOf("\n", start - 2) + 1;
    if (!commentsAbove(head.slice(before, start))) break;
    start = before;
  }
  return start;
}

function commentsAbove(lines: string): string {
  return /^(?:#.*\n|[ \t]*\n)*/.exec(lines)?.[0] ?? "";
}

/** At the left edge after the last key: no value has them. */
function commentsBelow(lines: string): string {
  return /(?<=\n)(?:#.*\n|[ \t]*\n)+$/.exec(lines)?.[0] ?? "";
}

function written(key: string, node: Node): string {
  const document = new Document({}, { schema: "failsafe" });
  document.set(key, node);
  return document.toString(WRITING);
}

/** The node with a new value, in the manner that it was written in. */
function changedNode(node: unknown, value: unknown): Node {
  if (Array.isArray(value)) return changedList(isSeq(node) ? node : undefined, value);
  if (isObject(value)) return changedMap(isMap(node) ? node : undefined, value);
  return changedText(isScalar(node) ? node : new Scalar(""), String(value));
}

/** Quotes stay where they were, and are set where the text could mean something else to any reader of YAML. */
function changedText(node: Scalar, text: string): Node {
  const isQuoted = node.type === "QUOTE_DOUBLE" || node.type === "QUOTE_SINGLE";
  if (!isQuoted && !PLAIN.test(text)) node.type = "QUOTE_DOUBLE";
  node.value = text;
  return node;
}

/** Items that are still there keep their nodes; a changed item takes over the node of one that is gone. */
function changedList(list: YAMLSeq | undefined, values: readonly unknown[]): Node {
  const result = list ?? created([]) as YAMLSeq;
  const wanted = values.filter((value) => !isEmpty(value));
  const items = [...result.items];
  const kept = wanted.map((value) => taken(items, (item) => isSame(plain(item), value)));
  result.items = wanted.map((value, index) => kept[index] ?? changedNode(items.shift(), value));
  return result;
}

function changedMap(map: YAMLMap | undefined, values: Values): Node {
  const result = map ?? created({}, true) as YAMLMap;
  for (const pair of [...result.items]) {
    if (isEmpty(values[String(plain(pair.key))])) result.delete(pair.key);
  }
  for (const [key, value] of Object.entries(values)) {
    if (isEmpty(value)) continue;
    const pair = result.items.find((one) => plain(one.key) === key);
    if (pair) pair.value = changedNode(pair.value, value);
    else result.set(key, changedNode(undefined, value));
  }
  return result;
}

function taken(items: unknown[], fits: (item: unknown) => boolean): unknown {
  const place = items.findIndex(fits);
  return place < 0 ? undefined : items.splice(place, 1)[0];
}

function created(value: unknown, flow = false): Node {
  return new Document(undefined, { schema: "failsafe" }).createNode(value, { flow });
}

function plain(node: unknown): unknown {
  if (isScalar(node)) return node.value ?? "";
  if (isSeq(node)) return node.items.map(plain);
  if (isMap(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [String(plain(key)), plain(value)]));
  }
  return node ?? "";
}

/** What a field holds that nobody filled in. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false) return true;
  if (Array.isArray(value)) return value.every(isEmpty);
  return isObject(value) && Object.values(value).every(isEmpty);
}

function isSame(one: unknown, other: unknown): boolean {
  if (isEmpty(one) && isEmpty(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) =>
      isSame(one[key], other[key])
    );
  }
  if (typeof other === "boolean") return !isEmpty(one) && typeof one !== "object" && isYes(one) === other;
  return typeof one !== "object" && typeof other !== "object" && String(one) === String(other);
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
