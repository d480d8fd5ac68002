/** Where the links of these pages lead. */

import * as common from "#messages/screen-common.ts";
import { safeAddress } from "./safe.ts";

/** The link that the API gave, as an href; one that leads to no web page becomes the front page. */
export function hrefTo(link: string): string {
  return safeAddress(link, location.origin)?.href ?? "/";
}

const LESSON = /^\/kelas\/[^/]+\/(?!evaluasi\/)[^/]+\//;
const NO_PAGE = /^\/(?:en|files|assets|graphql)\b/;

/** A page of this site in the language of the page around it. Lessons have one language, the author's. */
export function here(path: string): string {
  const stays = !common.root || !path.startsWith("/") || LESSON.test(path) || NO_PAGE.test(path);
  return stays ? path : common.root + path;
}

/** The sign-in page, which leads back to where the reader is. */
export function signInHref(): string {
  return `${here("/masuk/")}?lanjut=${encodeURIComponent(location.pathname + location.search)}`;
}
