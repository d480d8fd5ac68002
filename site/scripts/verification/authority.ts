/**
 * The keys by which a certificate is checked without asking the office: published with the site, and kept on the phone.
 * Pages and the service worker both use this; neither `document` nor a worker's own names may stand here.
 */

import { PREFIX } from "../keeping/kept.ts";

export const AUTHORITY = `${PREFIX}authority`;
const WITH_THE_SITE = "/data/v1/authority.json";
/** What the office's own server says: a key may be younger than the site. */
const OF_THE_OFFICE = "/certificates/authority.json";
const TIMEOUT_MS = 8_000;

type Key = JsonWebKey & { readonly kid: string };

/** Ask the site for its keys, and keep them. */
export async function renewAuthority(): Promise<readonly Key[] | null> {
  const response = await asked(WITH_THE_SITE);
  const keys = await keysIn(response?.clone());
  // Private windows may keep nothing.
  if (response && keys) {
    await caches.open(AUTHORITY).then((cache) => cache.put(WITH_THE_SITE, response)).catch(() => {});
  }
  return keys;
}

/**
 * The key of this name: kept on the phone, or else with the site, or else of the office. NONE: the office says that it has
 * no such key; UNKNOWN: nobody could be asked.
 */
export async function keyOf(name: string): Promise<Key | "NONE" | "UNKNOWN"> {
  const kept = await caches.match(WITH_THE_SITE, { cacheName: AUTHORITY }).catch(() => undefined);
  let published: readonly Key[] | null = null;
  for (const ask of [() => keysIn(kept), renewAuthority, async () => keysIn(await asked(OF_THE_OFFICE))]) {
    published = await ask();
    const found = published?.find(({ kid }) => kid === name);
    if (found) return found;
  }
  return published ? "NONE" : "UNKNOWN";
}

async function asked(address: string): Promise<Response | undefined> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
  try {
    return await fetch(address, { cache: "no-cache", credentials: "omit", signal: patience.signal });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** Null for anything but such keys: a public network's own page answers in their stead. */
async function keysIn(response: Response | undefined): Promise<readonly Key[] | null> {
  if (response?.status !== 200) return null;
  const published: unknown = await response.json().catch(() => null);
  const keys = (published as { readonly keys?: { readonly keys?: unknown } } | null)?.keys?.keys;
  return Array.isArray(keys) ? keys : null;
}
