/** Building elements without HTML text. */

import { here } from "./address.ts";

export type Child = Node | string | null | undefined | false;
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A fresh element; `true` writes an empty attribute, `false`, null and undefined write none. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

export function link(href: string, text: string, kind: "" | "primary" | "quiet" = ""): HTMLAnchorElement {
  return make("a", { href: here(href), class: kind ? `button button--${kind}` : "button" }, text);
}

export function plainLink(href: string, text: string): HTMLAnchorElement {
  return make("a", { href: here(href) }, text);
}

/**
 * A button that runs `deed` once at a time: while it runs, a second tap does nothing.
 * An empty kind is an ordinary button.
 */
export function button(
  text: string,
  kind: "" | "primary" | "quiet",
  deed: () => Promise<void> | void,
): HTMLButtonElement {
  const element = make("button", { type: "button", class: kind ? `button button--${kind}` : "button" }, text);
  element.addEventListener("click", () => void whileBusy(element, deed));
  return element;
}

/** A button that rests (cooldown.ts) stays as it is; one that had the focus gets it back, unless it went elsewhere. */
export async function whileBusy(element: HTMLButtonElement, deed: () => Promise<void> | void): Promise<void> {
  if (element.disabled || element.getAttribute("aria-disabled") === "true") return;
  const hadFocus = document.activeElement === element;
  element.disabled = true;
  element.setAttribute("aria-busy", "true");
  try {
    await deed();
  } finally {
    element.disabled = false;
    element.removeAttribute("aria-busy");
    if (hadFocus && document.activeElement === document.body) element.focus();
  }
}

export function actions(...children: Child[]): HTMLDivElement {
  return make("div", { class: "actions" }, ...children);
}

export function card(title: string, ...children: Child[]): HTMLElement {
  return make("section", { class: "card" }, make("h2", { class: "card__title" }, title), ...children);
}

export type NoticeKind = "info" | "good" | "bad" | "next";

/** The page names a sheet for what only a script shows; who reads and does no more never fetches it. */
export function styleWhatComesLater(): void {
  const sheet = document.querySelector<HTMLLinkElement>("link[rel=stylesheet][disabled]");
  if (sheet) sheet.disabled = false;
}

export function notice(kind: NoticeKind, title: string, ...children: Child[]): HTMLDivElement {
  styleWhatComesLater();
  const role = kind === "bad" ? "alert" : "status";
  return make(
    "div",
    { class: `notice notice--${kind}`, role },
    make("p", { class: "notice__title" }, title),
    ...children,
  );
}

export function paragraph(text: string, className?: string): HTMLParagraphElement {
  return make("p", { class: className }, text);
}

/** A list of names and values; a value of null leaves its row out. */
export function pairs(rows: readonly (readonly [string, string | null])[]): HTMLDListElement {
  const list = make("dl", { class: "pairs" });
  for (const [name, value] of rows) if (value) list.append(make("dt", {}, name), make("dd", {}, value));
  return list;
}

/** Move the reader to what is new, by eye, keyboard and screen reader. */
export function focusOn(target: HTMLElement | null): void {
  if (!target) return;
  if (!target.matches("a[href], button, input, select, textarea")) target.tabIndex = -1;
  target.focus();
}
