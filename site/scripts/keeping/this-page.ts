/** A page that its reader will need without a network is kept as one that was read. */

import { ASSETS, PAGES } from "./kept.ts";

/** The service worker has kept it, unless it came before the worker was there. */
export async function keepThisPage(): Promise<void> {
  if (!("caches" in globalThis)) return;
  const path = location.pathname;
  try {
    if (await caches.match(path)) return;
    const response = await fetch(path);
    if (response.status !== 200 || response.redirected) return;
    const shown = new Set((await response.clone().text()).match(/\/assets\/[^"'\s)<>]+/g) ?? []);
    const assets = await caches.open(ASSETS);
    for (const address of shown) if (!await assets.match(address)) await assets.add(address);
    await (await caches.open(PAGES)).put(path, response);
  } catch {
    // Without a network, or where storage is forbidden, it stays as it is.
  }
}
