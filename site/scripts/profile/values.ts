/** The biodata's fields by name: what the server has, what is sent, and which purpose lets it be asked. */

import type { ProfileInput, ProfileParts, Purpose } from "../generated/documents.ts";

/** As the controls are called on the page: `fullName`, or `business.since` for a field of a part. */
export type Field = string;
export type Value = string | number | boolean | null | readonly string[];

/** What may lie on no phone, not even until it is sent: numbers that identify, and facts about health. */
const NEVER_KEPT: ReadonlySet<Field> = new Set(["nik", "phone", "hasDisability", "needs"]);

/** What goes when a consent does; TRAINING leaves what it holds until the account is erased. */
export const FIELDS_OF: Readonly<Record<Purpose, readonly Field[]>> = {
  TRAINING: [],
  REPORTING: [
    "nik",
    "birthDate",
    "gender",
    "education",
    "cooperative.nik",
    "cooperative.position",
    "business.nib",
    "business.sector",
    "business.since",
    "business.turnover",
    "business.workers",
  ],
  ACCOMMODATION: ["hasDisability", "needs"],
};

export function mayBeKept(field: Field): boolean {
  return !NEVER_KEPT.has(field);
}

/** One field alone as the mutation takes it; what is absent stays as it is. */
export function inputOf(field: Field, value: Value): ProfileInput {
  const [name = "", inner] = field.split(".");
  // The names stand in the page, and a test holds them to the contract.
  return { [name]: inner ? { [inner]: value } : value };
}

/** What the server has of a field; a region or a sector by its code. */
export function valueIn(profile: ProfileParts, field: Field): Value {
  let found: unknown = profile;
  for (const name of field.split(".")) found = (found as Readonly<Record<string, unknown>> | null)?.[name];
  if (found !== null && typeof found === "object" && "code" in found) found = found.code;
  return (found ?? null) as Value;
}

export function isSame(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** 7, 3, 1990 -> 1990-03-07; null when there is no such day. */
export function isoDate(day: number, month: number, year: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day;
  return isReal && year >= 1900 ? date.toISOString().slice(0, 10) : null;
}

/** The province of a region's code: 35.15.01 -> 35 */
export function provinceOf(code: string): string {
  return code.split(".")[0] ?? "";
}
