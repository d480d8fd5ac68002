/** Reads what the QR code of a certificate states by itself (api/certification/claim.py), without any network. */

import type { VerifyCertificateResult } from "../generated/documents.ts";
import { keyOf } from "./authority.ts";
import { COMMON_WORDS } from "./common-words.ts";

export type Printed = NonNullable<VerifyCertificateResult["verifyCertificate"]["printed"]>;

/** A syllabus that the QR code had no room for. */
export interface Named {
  readonly count: number;
  readonly minutes: number;
}

/**
 * GENUINE: the office signed exactly these words. FORGED: it did not. UNPROVEN: this phone can't tell, for it lacks the key
 * or the means.
 */
export type Claim =
  | { readonly verdict: "GENUINE"; readonly printed: Printed; readonly named: Named | null }
  | { readonly verdict: "FORGED" | "UNPROVEN" };

const FORMAT = 1;
const SIGNED_AS = "si-jawara-certificate-1\n";
const SIGNATURE_BYTES = 64;
/** More than any QR code holds; whoever writes longer addresses only wants to see the page busy. */
const MOST_DIGITS = 7_089;
const ES256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

export async function readClaim(code: string, number: string): Promise<Claim> {
  // Plain http and old web views have neither.
  if (!globalThis.crypto?.subtle || !("DecompressionStream" in globalThis)) return { verdict: "UNPROVEN" };
  const statement = bytesOf(number);
  if (!statement || statement[0] !== FORMAT) return { verdict: "FORGED" };
  const signatureAt = 2 + (statement[1] ?? 0);
  const keyId = new TextDecoder().decode(statement.subarray(2, signatureAt));
  const signature = statement.subarray(signatureAt, signatureAt + SIGNATURE_BYTES);
  const packed = statement.subarray(signatureAt + SIGNATURE_BYTES);
  const key = await keyOf(keyId);
  if (typeof key === "string") return { verdict: key === "NONE" ? "FORGED" : "UNPROVEN" };
  const message = joined(new TextEncoder().encode(`${SIGNED_AS}${code}\n`), packed);
  const trusted = await crypto.subtle.importKey("jwk", key, ES256, false, ["verify"]);
  if (!await crypto.subtle.verify(ES256, trusted, signature, message)) return { verdict: "FORGED" };
  return { verdict: "GENUINE", ...read(code, await unpacked(packed)) };
}

function bytesOf(number: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[1-9]\d*$/.test(number) || number.length > MOST_DIGITS) return null;
  const digits = BigInt(number).toString(16);
  const pairs = (digits.length % 2 ? `0${digits}` : digits).match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
}

/**
 * The browser unpacks without a dictionary: the common words go in front as a block that is not packed (RFC 1951, section
 * 3.2.4), where the rest finds what it points to.
 */
async function unpacked(packed: Uint8Array<ArrayBuffer>): Promise<string> {
  const common = new TextEncoder().encode(COMMON_WORDS);
  const length = [common.length & 0xff, common.length >> 8];
  const block = joined(Uint8Array.of(0, ...length, ...length.map((byte) => byte ^ 0xff)), common, packed);
  const stream = new Blob([block]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const content = await new Response(stream).arrayBuffer();
  return new TextDecoder().decode(content.slice(common.length));
}

function read(code: string, words: string): { printed: Printed; named: Named | null } {
  const [
    number = "",
    version = "",
    name = "",
    courseTitle = "",
    hours = "",
    result = "",
    completedOn = "",
    issuedOn = "",
    place = "",
    signerName = "",
    signerTitle = "",
    signerNip = "",
    office = "",
    ...syllabus
  ] = words.split("\n");
  const named = /^-(\d+) (\d+) /.exec(syllabus[0] ?? "");
  const printed = {
    number,
    version: Number(version),
    code,
    name,
    courseTitle,
    hours: Number(hours),
    score: isScore(result) ? Number(result) : null,
    level: result && !isScore(result) ? result : null,
    completedOn,
    issuedOn,
    place,
    office,
    signerName,
    signerTitle,
    signerNip,
    syllabus: named ? [] : syllabus.map((line) => {
      const space = line.indexOf(" ");
      return { title: line.slice(space + 1), minutes: Number(line.slice(0, space)) };
    }),
  };
  return { printed, named: named ? { count: Number(named[1]), minutes: Number(named[2]) } : null };
}

/** A level of understanding, which may stand in its place, is never a number. */
function isScore(result: string): boolean {
  return /^\d+$/.test(result);
}

/** Whether the office's register and the signed statement name the same words. */
export function isSame(registered: Printed, { printed, named }: Claim & { verdict: "GENUINE" }): boolean {
  const syllabus = named ? [] : registered.syllabus;
  const isAsMany = !named || named.count === registered.syllabus.length;
  return isAsMany && spelled({ ...registered, syllabus }) === spelled(printed);
}

function spelled(printed: Printed): string {
  const { syllabus, ...fields } = printed;
  // A field that isn't printed may be missing: the API and this page don't become newer at one moment.
  const values = [
    ...Object.entries(fields).filter(([, value]) => value !== null).sort(),
    ...syllabus.map(({ title, minutes }) => [title, minutes]),
  ];
  return JSON.stringify(values, (_, value) => typeof value === "string" ? plain(value) : value);
}

/** As it is printed: one sign for a letter with its accents, one space for any run of them. */
function plain(words: string): string {
  return words.normalize("NFC").trim().split(/\s+/).join(" ");
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
