/** How facts are written on the screen: in the page's language and the office's time (WIB). */

import * as common from "#messages/screen-common.ts";

const ZONE = "Asia/Jakarta";
const day = new Intl.DateTimeFormat(common.locale, { dateStyle: "long", timeZone: ZONE });
const time = new Intl.DateTimeFormat(common.locale, { hour: "2-digit", minute: "2-digit", timeZone: ZONE });

/** 2.6666 -> 2,67; 2 -> 2 */
export function numberText(value: number): string {
  return value.toLocaleString(common.locale, { maximumFractionDigits: 2 });
}

/** 119001 -> 120 kB; 1432000 -> 1,5 MB: rounded up, as courseware/sizes.py does, and never divided between lines. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1_000)}\u00a0kB`;
  return `${numberText(Math.ceil(bytes / 100_000) / 10)}\u00a0MB`;
}

/** 2026-05-20T01:00:00Z -> 20 Mei 2026 */
export function dateText(iso: string): string {
  return day.format(new Date(iso));
}

/** 2026-05-20T01:00:00Z -> 20 Mei 2026 pukul 08.00 WIB */
export function momentText(iso: string): string {
  return common.dateAt({ date: dateText(iso), time: timeText(iso) });
}

/** 2026-05-20T01:00:00Z -> 08.00 WIB */
export function timeText(iso: string): string {
  return `${time.format(new Date(iso))} WIB`;
}

const relative = new Intl.RelativeTimeFormat(common.locale);
const UNITS = [["minute", 60, 90], ["hour", 3_600, 36], ["day", 86_400, Infinity]] as const;

/** How long it is from `now` until a later moment: dalam 40 menit, dalam 2 jam, dalam 3 hari; rounded up. */
export function untilText(iso: string, now: string): string {
  const seconds = Math.max(0, Date.parse(iso) - Date.parse(now)) / 1_000;
  const [unit, length] = UNITS.find(([, length, most]) => Math.ceil(seconds / length) <= most) ?? UNITS[2];
  return relative.format(Math.ceil(seconds / length), unit);
}

/** 754 -> 12:34; never below 00:00 */
export function clockText(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  const twoDigits = (part: number) => String(part).padStart(2, "0");
  return `${twoDigits(Math.floor(left / 60))}:${twoDigits(left % 60)}`;
}

/**
 * A verification code as it is printed: K7QF2-9XT4M-...
 * Readers mistake letters for digits, so what Crockford's alphabet lacks is read as what was meant.
 */
export function certificateCode(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return letters.match(/.{1,5}/g)?.join("-") ?? "";
}

export function isWholeCode(code: string): boolean {
  return /^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/.test(code);
}

/** The name as it will be printed: the spaces of a hurried thumb taken out, the letters as typed. */
export function printedName(typed: string): string {
  return typed.trim().replace(/\s+/g, " ");
}
