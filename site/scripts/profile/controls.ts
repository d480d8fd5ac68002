/** Reading and writing the controls of one field: most have one, a date three, a choice of several as many as choices. */

import { type Control, controls } from "../forms.ts";
import { printedName } from "../format.ts";
import { type Field, isoDate, type Value } from "./values.ts";

/** The controls that carry this name. */
export function controlsOf(form: HTMLFormElement, field: Field): readonly Control[] {
  return controls(form).filter(({ name }) => name === field);
}

/** The fields that the form asks now; hidden ones are disabled. */
export function fieldsOf(form: HTMLFormElement): readonly Field[] {
  return [...new Set(controls(form).map(({ name }) => name))].filter((name) => name);
}

export function read(named: readonly Control[]): Value {
  const [first] = named;
  if (!first) return null;
  if (first.dataset["date"]) return dateIn(named);
  if (first.type === "checkbox") return named.filter(isChecked).map(({ value }) => value);
  if (first.type === "radio") return asBoolean(named.find(isChecked)?.value);
  return asKind(first.dataset["kind"], first.value);
}

/** Put a value, or what was half typed, into the controls. */
export function write(named: readonly Control[], value: Value): void {
  const text = value === null ? "" : String(value);
  const [year = "", month = "", day = ""] = text.split("-");
  const written: Readonly<Record<string, string>> = { year, month: month && String(Number(month)), day };
  for (const control of named) {
    const part = control.dataset["date"];
    if (part) control.value = written[part] ?? "";
    else if (!isBox(control)) control.value = text;
    else control.checked = Array.isArray(value) ? value.includes(control.value) : control.value === text;
  }
  checkTogether(named);
}

/** What no single control can know about itself: that three make a date, or that one of several is chosen. */
export function checkTogether(named: readonly Control[]): void {
  const last = named.at(-1);
  if (last?.dataset["date"]) {
    last.setCustomValidity(isStarted(named) && !realDate(named) ? "date" : "");
  } else if (last?.type === "checkbox") {
    named[0]?.setCustomValidity(named.some(isChecked) ? "" : "none");
  }
}

/** A date of which a part is still to come: too early to call it wrong. */
export function isHalfWritten(named: readonly Control[]): boolean {
  return named.some(({ dataset }) => dataset["date"]) && isStarted(named) &&
    named.some(({ value }) => !value);
}

function isStarted(named: readonly Control[]): boolean {
  return named.some(({ value }) => value !== "");
}

function isBox(control: Control): control is HTMLInputElement {
  return control.type === "checkbox" || control.type === "radio";
}

function isChecked(control: Control): boolean {
  return isBox(control) && control.checked;
}

function asBoolean(chosen: string | undefined): boolean | null {
  return chosen ? chosen === "true" : null;
}

function asKind(kind: string | undefined, typed: string): Value {
  if (kind === "digits") return typed.replace(/[^0-9]/g, "") || null;
  if (kind === "number") return /^\d+$/.test(typed.trim()) ? Number(typed) : typed.trim() || null;
  return (kind === "lines" ? typed.trim() : printedName(typed)) || null;
}

/** The date; null when nothing is written; else what there is of it, for the drafts. */
function dateIn(named: readonly Control[]): string | null {
  const [day = "", month = "", year = ""] = parts(named);
  return isStarted(named) ? realDate(named) ?? [year, month, day].join("-") : null;
}

function realDate(named: readonly Control[]): string | null {
  const [day, month, year] = parts(named);
  return isoDate(Number(day), Number(month), Number(year));
}

function parts(named: readonly Control[]): readonly string[] {
  return ["day", "month", "year"].map((part) =>
    named.find(({ dataset }) => dataset["date"] === part)?.value.trim() ?? ""
  );
}
