/** What is asked about: a code as people type it or as an address holds it, or a file; and the office's answer. */

import type { VerifyCertificateResult } from "../generated/documents.ts";
import { certificateCode } from "../format.ts";
import { get } from "../transport.ts";

export type Answer = VerifyCertificateResult["verifyCertificate"];

/** `claim` is what a QR code states by itself, in digits; "" where there is none. */
export interface Asked {
  readonly code: string;
  readonly number: string;
  readonly claim: string;
}

const LINK = /\/v\/([^/?#\s]+)[^#\s]*(?:#(\S*))?/;

/** Of a whole link, such as a camera reads it, or of a code. */
export function askedBy(typed: string, number = ""): Asked {
  const link = LINK.exec(typed);
  return { code: certificateCode(link?.[1] ?? typed), number, claim: link?.[2] ?? "" };
}

export function askedHere({ pathname, search, hash }: Location): Asked {
  const given = new URLSearchParams(search);
  const asked = askedBy(LINK.test(pathname) ? pathname : given.get("kode") ?? "", given.get("nomor") ?? "");
  return { ...asked, claim: hash.slice(1) };
}

/** The part of an address behind the path, by which the page can be opened again. */
export function searchOf({ code, number }: Asked): string {
  return `?${new URLSearchParams(number ? { kode: code, nomor: number } : { kode: code })}`;
}

export function answerTo({ code, number }: Asked): Promise<Answer> {
  const asked = number ? `?${new URLSearchParams({ number })}` : "";
  return get<Answer>(`/checks/${encodeURIComponent(code)}${asked}`);
}

export function answerToFile(sha256: string): Promise<Answer> {
  return get<Answer>(`/checks/files/${sha256}`);
}

export const MOST_BYTES = 20_000_000;

/** The SHA-256 of a PDF, in hexadecimal digits; null for what is none. */
export async function hashOf(file: File): Promise<string | null> {
  if (file.size > MOST_BYTES) return null;
  const content = await file.arrayBuffer();
  if (new TextDecoder("latin1").decode(content.slice(0, 5)) !== "%PDF-") return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
