/** What HTML from the API may contain. Everything else is dropped; the text inside it stays, except a script's. */

import { localPath, safeAddress } from "./safe.ts";

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  a: ["href"],
  abbr: ["title"],
  b: [],
  blockquote: [],
  br: [],
  caption: [],
  code: [],
  del: [],
  em: [],
  h3: [],
  h4: [],
  hr: [],
  i: [],
  img: ["src", "alt", "width", "height"],
  li: [],
  ol: ["start"],
  p: [],
  pre: [],
  s: [],
  small: [],
  strong: [],
  sub: [],
  sup: [],
  table: [],
  tbody: [],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan", "scope"],
  thead: [],
  tr: [],
  ul: [],
};

/** A picture of the evaluation travels in its question; as an image it runs no script, SVG neither. */
const PICTURE = /^data:image\/(?:png|jpeg|webp|avif|svg\+xml)[;,]/;
/** All others are files of this site's classes. */
const MEDIA = /^\/(?:assets|kelas\/[^/]+\/media)\//;

const SILENT = new Set([
  "script",
  "style",
  "template",
  "noscript",
  "iframe",
  "object",
  "svg",
  "math",
  "title",
]);

export function copyAllowed(from: Node, into: Node): void {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.appendChild(document.createTextNode(node.textContent ?? ""));
    if (!(node instanceof Element)) continue;
    const name = node.localName;
    if (SILENT.has(name)) continue;
    copyAllowed(node, Object.hasOwn(ALLOWED, name) ? into.appendChild(copyElement(node, name)) : into);
  }
}

function copyElement(source: Element, name: string): Element {
  const copy = document.createElement(name);
  for (const attribute of ALLOWED[name] ?? []) {
    const value = source.getAttribute(attribute);
    if (value === null || !isAllowedValue(attribute, value)) continue;
    copy.setAttribute(attribute, value);
  }
  if (name === "a") copy.setAttribute("rel", "noopener");
  return copy;
}

function isAllowedValue(attribute: string, value: string): boolean {
  if (attribute === "href") return safeAddress(value, location.origin) !== null;
  if (attribute === "src") return PICTURE.test(value) || MEDIA.test(localPath(value, location.origin) ?? "");
  return true;
}
