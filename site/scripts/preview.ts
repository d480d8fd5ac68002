/**
 * The script that a preview adds to each page: what was saved is shown at once, where the reader is, and mistakes stand
 * at their places in the text. No page of the site has it.
 */

const NEWS = "/_pratinjau/perubahan";
const SCROLLED = "jawara.pratinjau.gulir";
/** What a notice never stands inside of. */
const WHOLE = "jawara-check, .preview-question, .table-scroll, figure, aside.callout";

let news: EventSource | null = null;

function bar(of: ParentNode = document): HTMLElement | null {
  return of.querySelector<HTMLElement>(".preview-bar");
}

function version(): string {
  return bar()?.dataset["version"] ?? "";
}

/** Only while somebody looks: a browser allows few open connections to one address. */
function follow(): void {
  if (document.hidden || news) return;
  news = new EventSource(NEWS);
  news.addEventListener("message", ({ data }: MessageEvent<string>) => {
    if (data === version()) return;
    if (data.split(".")[0] === version().split(".")[0]) fetchPage();
    else reload();
  });
}

function rest(): void {
  news?.close();
  news = null;
}

function reload(): void {
  sessionStorage.setItem(SCROLLED, String(scrollY));
  location.reload();
}

/** As a document by the browser's own reader, which the policy of the site allows and which runs nothing. */
function fetchPage(): void {
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  request.responseType = "document";
  request.addEventListener("load", () => request.responseXML && take(request.responseXML));
  request.send();
}

function take(fresh: Document): void {
  const [sat, drawn] = [document, fresh].map((one) => one.querySelector<HTMLElement>("jawara-paper"));
  // A sitting holds clocks and listeners: of another paper it begins anew, at the question where it was.
  if (asked(sat) !== asked(drawn)) return reload();
  const isOpen = bar()?.querySelector("details")?.open ?? false;
  document.title = fresh.title;
  for (const selector of ["main", ".preview-bar"]) {
    const [old, now] = [document.querySelector(selector), fresh.querySelector(selector)];
    if (old && now) old.replaceWith(document.importNode(now, true));
  }
  if (sat) document.querySelector("jawara-paper")?.replaceWith(sat);
  const details = bar()?.querySelector("details");
  if (details) details.open = isOpen;
  putInPlace();
}

/** What a paper asks and in which time, whenever it was handed out. */
function asked(paper: HTMLElement | null | undefined): string {
  const { questions, deadlineAt, serverTime } = JSON.parse(paper?.dataset["paper"] ?? "{}");
  return JSON.stringify([questions, Date.parse(deadlineAt) - Date.parse(serverTime)]);
}

function putInPlace(): void {
  for (const told of bar()?.querySelectorAll<HTMLElement>("[data-anchor]") ?? []) putMistake(told);
  for (const key of document.querySelectorAll<HTMLElement>(".preview-keys [data-check]")) {
    document.querySelector(`jawara-check[check="${CSS.escape(key.dataset["check"] ?? "")}"]`)?.append(key);
  }
}

function putMistake(told: HTMLElement): void {
  const { line = "", anchor = "", media = "" } = told.dataset;
  if (document.getElementById(anchor)) return;
  const notice = told.querySelector(".preview-mistake")?.cloneNode(true) as HTMLElement;
  notice.id = anchor;
  const block = media ? picture(media) : blockAt(Number(line));
  if (!block) document.querySelector("main h1")?.after(notice);
  else {
    const item = block.closest("li");
    const whole = block.closest(WHOLE) ?? block;
    whole.classList.add("preview-broken");
    if (item && item.contains(whole)) item.append(notice);
    else lastNotice(whole).after(notice);
  }
}

/** Of several mistakes of one block the first stands first. */
function lastNotice(block: Element): Element {
  const next = block.nextElementSibling;
  return next?.classList.contains("preview-mistake") ? lastNotice(next) : block;
}

function picture(name: string): Element | null {
  const stem = name.replace(/\.\w+$/, "");
  return document.querySelector(`main img[src*="/${CSS.escape(stem)}."]`);
}

/** The last block that begins on this line or above it; footnotes stand below what comes after them in the file. */
function blockAt(line: number): Element | null {
  let found: HTMLElement | null = null;
  for (const block of document.querySelectorAll<HTMLElement>("main [data-line]")) {
    const begins = Number(block.dataset["line"]);
    if (begins <= line && begins >= Number(found?.dataset["line"] ?? 0)) found = block;
  }
  return found;
}

function goBackToPlace(): void {
  const scrolled = sessionStorage.getItem(SCROLLED);
  sessionStorage.removeItem(SCROLLED);
  if (scrolled !== null) scrollTo({ top: Number(scrolled), behavior: "instant" });
  else if (location.hash) {
    document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" });
  }
}

putInPlace();
goBackToPlace();
document.addEventListener("visibilitychange", () => document.hidden ? rest() : follow());
addEventListener("pagehide", rest);
addEventListener("pageshow", follow);
addEventListener("hashchange", goBackToPlace);
follow();
