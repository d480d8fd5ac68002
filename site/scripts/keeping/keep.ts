/**
 * Bringing a class onto the phone, and renewing it. A page goes in after everything it shows, the record after all
 * pages, and what is old goes last: whatever breaks off leaves whole pages, and the next try goes on from there.
 */

import {
  ASSETS,
  cacheOf,
  type FileList,
  inTurn,
  type Kept,
  kept,
  type KeptPage,
  listAddress,
  PAGES,
  pagesIn,
} from "./kept.ts";

const TIMEOUT_MS = 30_000;
const REST_MS = 10 * 60_000;
const ROUNDS = 3;

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** The line broke, or the site did not answer as it should; what came is here. */
export class BrokenOff extends Error {}

/** The phone gives no more room. A class that was kept before stays as it was, of a new one nothing stays. */
export class DiskFull extends Error {}

/** The site was renewed while its files were fetched. */
class Changed extends Error {}

/** Brings the class whole onto the phone, with its page in `language`; raises BrokenOff and DiskFull. */
export function keep(
  slug: string,
  language: string,
  tell: (progress: Progress) => void = () => undefined,
): Promise<Kept> {
  return inTurn(slug, () => bring(slug, language, tell));
}

/** Renews a kept class whose list was not asked for within ten minutes, unless somebody is at it. */
export async function renew(slug: string): Promise<void> {
  const before = await kept(slug);
  // A phone's clock may have been set back.
  if (!before || Math.abs(Date.now() - before.checked) < REST_MS || !("locks" in navigator)) return;
  await navigator.locks.request(cacheOf(slug), { ifAvailable: true }, async (lock) => {
    if (lock) await bring(slug, before.languages[0] ?? "id", () => undefined);
  });
}

async function bring(slug: string, language: string, tell: (progress: Progress) => void): Promise<Kept> {
  const before = await kept(slug);
  // Lessons, and the page to which they lead back, are in Indonesian.
  const languages = [...new Set([...(before?.languages ?? ["id"]), language])];
  try {
    let list = await listOf(slug);
    for (let round = 1, isExact = true;; round++) {
      try {
        return await filled({ list, languages, bytes: 0, checked: Date.now() }, before, isExact, tell);
      } catch (error) {
        if (!(error instanceof Changed) || round === ROUNDS) throw error;
        const newer = await listOf(slug);
        // The same list again: the host, or a proxy on the way, writes into pages. What shows them is there.
        isExact = newer.fingerprint !== list.fingerprint;
        list = newer;
      }
    }
  } catch (error) {
    if (!isFull(error)) throw error instanceof Changed ? new BrokenOff() : error;
    if (!before) await caches.delete(cacheOf(slug));
    throw new DiskFull();
  }
}

async function filled(
  wanted: Kept,
  before: Kept | null,
  isExact: boolean,
  tell: (progress: Progress) => void,
): Promise<Kept> {
  const { list, languages } = wanted;
  const cache = await caches.open(cacheOf(list.slug));
  const isAllHere = before?.list.fingerprint === list.fingerprint &&
    before.languages.length === languages.length;
  if (!isAllHere) await fill(cache, pagesIn(wanted), isExact, tell);
  const record = { ...wanted, bytes: isAllHere ? before.bytes : await sizeOf(cache, wanted) };
  const headers = { "Content-Type": "application/json" };
  await cache.put(listAddress(list.slug), new Response(JSON.stringify(record), { headers }));
  await clearUp(cache, wanted);
  return record;
}

async function fill(
  cache: Cache,
  pages: readonly KeptPage[],
  isExact: boolean,
  tell: (progress: Progress) => void,
): Promise<void> {
  const here = new Set((await cache.keys()).map(pathOf));
  const counted = new Set<string>();
  const total = pages.length + new Set(pages.flatMap((page) => page.shows)).size;
  const count = (address: string) => tell({ done: counted.add(address).size, total });
  for (const page of pages) {
    for (const address of page.shows) {
      if (counted.has(address)) continue;
      if (!here.has(address)) await bringAsset(cache, address);
      count(address);
    }
    if (!here.has(page.address) || !await isUnchanged(cache, page)) await bringPage(cache, page, isExact);
    count(page.address);
  }
}

async function bringAsset(cache: Cache, address: string): Promise<void> {
  const response = await caches.match(address) ?? await fetched(address);
  await cache.put(address, response);
}

async function bringPage(cache: Cache, page: KeptPage, isExact: boolean): Promise<void> {
  const response = await fetched(page.address, "no-cache");
  if (isExact && await fingerprint(response.clone()) !== page.fingerprint) throw new Changed();
  await cache.put(page.address, response);
}

async function isUnchanged(cache: Cache, page: KeptPage): Promise<boolean> {
  const response = await cache.match(page.address);
  return response !== undefined && await fingerprint(response) === page.fingerprint;
}

/** As sitegen/keeping.py takes it: 16 hex digits of the content's SHA-256. */
async function fingerprint(response: Response): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function listOf(slug: string): Promise<FileList> {
  const response = await fetched(listAddress(slug), "no-cache");
  return await response.json().catch(() => {
    throw new BrokenOff();
  });
}

/** The site's own answer, come to its end; Changed where there is none any more. */
async function fetched(address: string, cache: RequestCache = "default"): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TIMEOUT_MS);
  try {
    // By this mode the service worker knows that it needn't keep a copy of its own.
    const response = await fetch(address, { cache, mode: "same-origin", signal: patience.signal });
    if (response.status === 404) throw new Changed();
    if (response.status !== 200 || response.redirected) throw new BrokenOff();
    // A body that breaks off halfway must not count as a file.
    return new Response(await response.blob(), { headers: response.headers });
  } catch (error) {
    throw error instanceof Changed ? error : new BrokenOff();
  } finally {
    clearTimeout(timer);
  }
}

async function sizeOf(cache: Cache, wanted: Kept): Promise<number> {
  const sizes = await Promise.all(
    [...addressesOf(wanted)].map(async (address) => (await (await cache.match(address))?.blob())?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/**
 * What no page of the class shows any more goes to the files that the next worker clears up, for a page that is open
 * may still ask for it. Pages that were read before lie here now, and once is enough.
 */
async function clearUp(cache: Cache, wanted: Kept): Promise<void> {
  const needed = addressesOf(wanted).add(listAddress(wanted.list.slug));
  const [read, assets] = [await caches.open(PAGES), await caches.open(ASSETS)];
  for (const request of await cache.keys()) {
    const path = pathOf(request);
    if (needed.has(path)) continue;
    const old = await cache.match(request);
    await cache.delete(request);
    // On a full phone there is no room to be careful.
    if (old && path.startsWith("/assets/")) await assets.put(path, old).catch(() => undefined);
  }
  await Promise.all(pagesIn(wanted).map(({ address }) => read.delete(address)));
}

function addressesOf(wanted: Kept): Set<string> {
  return new Set(pagesIn(wanted).flatMap((page) => [page.address, ...page.shows]));
}

function pathOf(request: Request): string {
  return new URL(request.url).pathname;
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
