/**
 * Classes that lie whole on this phone: a cache for each, with its pages, what they show, and a record of what is there.
 * Pages and the service worker both use this; neither `document` nor a worker's own names may stand here.
 */

export const PREFIX = "jawara-";
/** Pages that were read, and the files of all that is no kept class. */
export const PAGES = `${PREFIX}pages`;
export const ASSETS = `${PREFIX}assets`;
export const KEPT = `${PREFIX}kept-`;

/** /data/v1/courses/<slug>/files.json, as sitegen/keeping.py writes it. */
export interface FileList {
  readonly slug: string;
  readonly title: string;
  readonly fingerprint: string;
  readonly pages: readonly KeptPage[];
  readonly pictures: readonly { readonly address: string; readonly stands_for: readonly string[] }[];
}

export interface KeptPage {
  readonly address: string;
  readonly language: string;
  readonly fingerprint: string;
  readonly shows: readonly string[];
}

/** `bytes` is what the class takes on the phone, `checked` when its list was last asked for (ms since 1970). */
export interface Kept {
  readonly list: FileList;
  readonly languages: readonly string[];
  readonly bytes: number;
  readonly checked: number;
}

export function cacheOf(slug: string): string {
  return KEPT + slug;
}

/** Where the list comes from; in the class's cache the record lies under it. */
export function listAddress(slug: string): string {
  return `/data/v1/courses/${slug}/files.json`;
}

export function pagesIn({ list, languages }: Pick<Kept, "list" | "languages">): readonly KeptPage[] {
  return list.pages.filter((page) => languages.includes(page.language));
}

/** The class to which a page belongs, by the page's path. */
export function classOf(path: string): string | null {
  return /^(?:\/en)?\/kelas\/([^/]+)\//.exec(path)?.[1] ?? null;
}

/** What is kept of a class; null unless all of it is. */
export async function kept(slug: string): Promise<Kept | null> {
  const record = await caches.match(listAddress(slug), { cacheName: cacheOf(slug) });
  return record ? await record.json() : null;
}

/** Every class that is kept whole, by title. */
export async function allKept(): Promise<readonly Kept[]> {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT));
  const found = await Promise.all(names.map((name) => kept(name.slice(KEPT.length))));
  return found.filter((one) => one !== null).sort((one, other) =>
    one.list.title.localeCompare(other.list.title)
  );
}

/** How many files of a class are here, be it whole or not. */
export async function countHere(slug: string): Promise<number> {
  return await caches.has(cacheOf(slug)) ? (await (await caches.open(cacheOf(slug))).keys()).length : 0;
}

/** A page of a class, also of one that was not kept to the end. */
export function keptPage(slug: string, address: string): Promise<Response | undefined> {
  return caches.match(address, { cacheName: cacheOf(slug) });
}

/** The variant that was kept of a picture, when the screen would rather have another. */
export async function standIn(address: string): Promise<Response | undefined> {
  for (const { list } of await allKept()) {
    const picture = list.pictures.find(({ stands_for }) => stands_for.includes(address));
    if (picture) return caches.match(picture.address, { cacheName: cacheOf(list.slug) });
  }
  return undefined;
}

/** Tabs and the service worker take turns at a class. Old web views, which lack locks, have one tab. */
export function inTurn<Result>(slug: string, deed: () => Promise<Result>): Promise<Result> {
  return "locks" in navigator ? navigator.locks.request(cacheOf(slug), deed) : deed();
}

export function remove(slug: string): Promise<boolean> {
  return inTurn(slug, () => caches.delete(cacheOf(slug)));
}
