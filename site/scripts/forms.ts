/** Forms: checked before they are sent, sent once, and clear about what to mend. */

import { sentenceFor } from "./api.ts";
import { coolDown } from "./cooldown.ts";
import { focusOn, notice, paragraph, whileBusy } from "./dom.ts";
import type { ProblemParts } from "./generated/documents.ts";
import * as common from "#messages/screen-common.ts";

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Send = (values: FormData) => Promise<readonly ProblemParts[]>;

/**
 * Give a server-rendered form its life. `send` returns the API's problems, none when it went well.
 * Each control says in data-missing and data-invalid what to write when it is empty or wrong; the element with
 * data-error-for=<name> shows it.
 */
export function tend(form: HTMLFormElement, send: Send): void {
  form.noValidate = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const submitter = form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (submitter) void whileBusy(submitter, () => attempt(form, send, submitter, controls(form)));
  });
  form.addEventListener("input", ({ target }) => {
    if (isControl(target)) showError(form, target.name, "");
  });
  for (const box of form.querySelectorAll<HTMLInputElement>("input[data-reveals]")) {
    box.addEventListener("change", () => reveal(form, box));
  }
}

/** Another way to send the form, which needs only the controls named in `needed`. */
export function tendOtherWay(
  form: HTMLFormElement,
  way: HTMLButtonElement,
  needed: readonly string[],
  send: Send,
): void {
  const asked = () => controls(form).filter(({ name }) => needed.includes(name));
  way.addEventListener("click", () => void whileBusy(way, () => attempt(form, send, way, asked())));
}

async function attempt(
  form: HTMLFormElement,
  send: Send,
  pressed: HTMLButtonElement,
  asked: readonly Control[],
): Promise<void> {
  clear(form);
  if (!isFilledIn(form, asked)) return;
  try {
    const problems = await send(new FormData(form));
    showProblems(form, problems);
    for (const { waitSeconds } of problems) coolDown(pressed, waitSeconds ?? 0);
  } catch (error) {
    showOnTop(form, common.notSent, [sentenceFor(error)]);
  }
}

export function controls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(isControl);
}

export function isControl(target: unknown): target is Control {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement;
}

function isFilledIn(form: HTMLFormElement, asked: readonly Control[]): boolean {
  const wrong = asked.filter((control) => !control.validity.valid);
  for (const control of wrong) showError(form, control.name, mistakeIn(control));
  focusOn(wrong[0] ?? null);
  return wrong.length === 0;
}

export function mistakeIn(control: Control): string {
  const { missing, invalid } = control.dataset;
  return (control.validity.valueMissing ? missing : invalid) ?? control.validationMessage;
}

/** Problems with a field of this form stand at the field, all others on top. */
function showProblems(form: HTMLFormElement, problems: readonly ProblemParts[]): void {
  const general: string[] = [];
  for (const { field, message } of problems) {
    if (!field || !showError(form, field, message)) general.push(message);
  }
  if (general.length > 0) showOnTop(form, common.notDone, general);
  else focusOn(form.querySelector<HTMLElement>("[aria-invalid=true]"));
}

export function showError(form: HTMLFormElement, name: string, message: string): boolean {
  const place = form.querySelector<HTMLElement>(`[data-error-for="${CSS.escape(name)}"]`);
  const named = controls(form).filter((control) => control.name === name);
  if (!place || named.length === 0) return false;
  place.textContent = message;
  for (const control of named) {
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
  return true;
}

function showOnTop(form: HTMLFormElement, title: string, sentences: readonly string[]): void {
  const told = notice("bad", title, ...sentences.map((sentence) => paragraph(sentence)));
  told.dataset["onTop"] = "";
  form.prepend(told);
  focusOn(told);
}

function clear(form: HTMLFormElement): void {
  form.querySelector("[data-on-top]")?.remove();
  for (const { name } of controls(form)) showError(form, name, "");
}

function reveal(form: HTMLFormElement, box: HTMLInputElement): void {
  const password = form.elements.namedItem(box.dataset["reveals"] ?? "");
  if (password instanceof HTMLInputElement) password.type = box.checked ? "text" : "password";
}

/** A text field's value; surrounding spaces come from keyboards that complete words. */
export function text(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** A password, to the letter. */
export function secret(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value : "";
}
