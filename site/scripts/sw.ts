/// <reference no-default-lib="true" />
/// <reference lib="esnext" />
/// <reference lib="webworker" />

// The service worker: what was read once can be read again without a network.
// Pages hold no personal data, so they may stay; answers of the API and certificates never do.

import { listen, moment } from "./clock.ts";
import { renew } from "./keeping/keep.ts";
import { ASSETS, classOf, KEPT, kept, keptPage, PAGES, PREFIX, standIn } from "./keeping/kept.ts";
import { SYNC } from "./outbox/deeds.ts";
import { alone, drain, type Office } from "./outbox/drain.ts";
import { PhoneShelf } from "./outbox/shelf.ts";
import { refresh, signedInAs, tokenOf } from "./session.ts";
import { blame, heard, post } from "./transport.ts";
import { AUTHORITY, renewAuthority } from "./verification/authority.ts";

/** Written in front of this script by the build. */
declare const RELEASE: {
  readonly version: string;
  readonly shell: readonly string[];
  readonly offline: string;
};

const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELL = `${PREFIX}shell-${RELEASE.version}`;
const PAGES_KEPT = 120;

const ASSET = /\/assets\/[^"'\s)<>]+/g;

/** One page under one name, whatever token, code or attempt the address carries. */
function pageKey(url: URL): string {
  if (url.pathname.startsWith("/v/")) return "/verifikasi/";
  return url.pathname.endsWith("/index.html") ? url.pathname.slice(0, -"index.html".length) : url.pathname;
}

/** What must not stay on the device; /admin/ is for editors, at the office, with a network. */
function isPrivate(path: string): boolean {
  return path === "/graphql" || ["/graphql/", "/files/", "/admin/"].some((start) => path.startsWith(start));
}

/** The network's answer only if it is the thing itself: no error, no redirect, no other site's page (hotel networks). */
function isGood(response: Response): boolean {
  return response.status === 200 && response.type === "basic" && !response.redirected;
}

/** Whether the server lets a page be kept: the development mailbox, for one, must always be the newest. */
function mayStay(response: Response): boolean {
  return isGood(response) && !(response.headers.get("cache-control") ?? "").includes("no-store");
}

async function keepAsset(address: string): Promise<void> {
  const assets = await caches.open(ASSETS);
  if (await assets.match(address)) return;
  const response = await fetch(address);
  if (!isGood(response)) throw new Error(`${address}: ${response.status}`);
  await assets.put(address, response);
}

/** Keeps a page together with all it shows: a lesson without its pictures is not yet read. */
async function keepPage(key: string, response: Response, cacheName: string): Promise<void> {
  const cache = await caches.open(cacheName);
  const addresses = new Set((await response.clone().text()).match(ASSET) ?? []);
  await cache.put(key, response);
  await Promise.allSettled([...addresses].map(keepAsset));
}

async function forgetOldPages(): Promise<void> {
  const pages = await caches.open(PAGES);
  const keys = await pages.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - PAGES_KEPT)).map((key) => pages.delete(key)));
}

async function install(): Promise<void> {
  const pages = RELEASE.shell.filter((address) => !address.startsWith("/assets/"));
  await Promise.all(RELEASE.shell.filter((address) => address.startsWith("/assets/")).map(keepAsset));
  await Promise.all(pages.map(async (address) => {
    const response = await fetch(address, { cache: "no-cache" });
    if (!isGood(response)) throw new Error(`${address}: ${response.status}`);
    await keepPage(address, response, SHELL);
  }));
  // Without them the page still asks the office.
  await renewAuthority();
}

/** Old shells go, and every asset that neither this release nor a page that was read shows. Kept classes stay whole. */
async function activate(): Promise<void> {
  const mine = [SHELL, PAGES, ASSETS, AUTHORITY];
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && !name.startsWith(KEPT) && !mine.includes(name))
      .map((name) => caches.delete(name)),
  );
  const needed = new Set(RELEASE.shell);
  for (const name of [SHELL, PAGES]) {
    const cache = await caches.open(name);
    for (const response of await cache.matchAll()) {
      for (const address of (await response.text()).match(ASSET) ?? []) needed.add(address);
    }
  }
  const assets = await caches.open(ASSETS);
  const kept = await assets.keys();
  await Promise.all(
    kept.filter((key) => !needed.has(new URL(key.url).pathname)).map((key) => assets.delete(key)),
  );
}

/** Fingerprinted files never change: what is here is right, wherever it lies. */
async function asset(request: Request): Promise<Response> {
  const here = await caches.match(request);
  if (here) return here;
  try {
    const response = await fetch(request);
    if (isGood(response)) await (await caches.open(ASSETS)).put(request, response.clone());
    return response;
  } catch (error) {
    const other = await standIn(new URL(request.url).pathname);
    if (other) return other;
    throw error;
  }
}

/** A kept class is shown from the phone, and renewed as a whole behind it. */
async function page(event: FetchEvent, key: string): Promise<Response> {
  const slug = classOf(key);
  const copy = slug && await kept(slug) ? await keptPage(slug, key) : undefined;
  if (!slug || !copy) return readPage(event, key, slug);
  event.waitUntil(renew(slug).catch(() => undefined));
  return copy;
}

/** What was read is shown at once and renewed behind it; without either there is the offline page. */
async function readPage(event: FetchEvent, key: string, slug: string | null): Promise<Response> {
  const kept = await (await caches.open(PAGES)).match(key) ?? await (await caches.open(SHELL)).match(key);
  const fresh = fetch(event.request).then((response) => {
    if (mayStay(response)) event.waitUntil(keepPage(key, response.clone(), PAGES).then(forgetOldPages));
    return response;
  });
  if (kept) {
    event.waitUntil(fresh.catch(() => undefined));
    return kept;
  }
  try {
    return await fresh;
  } catch {
    // The page of a class that was kept by half, maybe.
    const half = slug ? await keptPage(slug, key) : undefined;
    return half ?? await caches.match(RELEASE.offline) ?? Response.error();
  }
}

const tabs = "BroadcastChannel" in worker ? new BroadcastChannel("jawara.outbox") : null;

/** Sends what pages left behind, as the person whose cookie the browser has; without a session it goes on waiting. */
async function sendWaiting(): Promise<void> {
  listen(heard);
  const shelf = new PhoneShelf();
  const isAnyWaiting = (await shelf.all()).some(({ state }) => state === "waiting");
  if (!isAnyWaiting) return;
  // Under the same lock as pages: a token that is used twice ends the session.
  await refresh();
  const account = signedInAs();
  if (!account) return;
  const office: Office = { account: signedInAs, token: tokenOf, post, now: moment, blame };
  const ending = await drain(account, shelf, office, () => tabs?.postMessage(null));
  // The browser tries again by itself.
  if (ending === "unreachable") throw new Error(ending);
}

worker.addEventListener("sync", (event) => {
  const { tag, waitUntil } = event as ExtendableEvent & { readonly tag: string };
  if (tag === SYNC) waitUntil.call(event, alone(sendWaiting));
});
worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== worker.location.origin || isPrivate(url.pathname)) {
    return;
  }
  // In this mode a class is kept (keeping/keep.ts), by who stores the file itself; no page shows anything by it.
  if (event.request.mode === "same-origin") return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(asset(event.request));
  else if (event.request.mode === "navigate") event.respondWith(page(event, pageKey(url)));
});

// No skipWaiting: a new worker takes over once no page of the old one is open, so no open page loses its files.
// Pages and assets come through either worker, so nobody waits for the new texts.

export {};
