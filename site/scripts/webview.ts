/** Browsers inside other apps: Google refuses to sign in there, and passkeys do not reach them. */

export interface WebView {
  /** The app's name as people know it; null when it does not give one. */
  readonly app: string | null;
  readonly system: "android" | "ios" | "other";
}

/** In this order: Messenger and Threads also carry their owner's marks. */
const APPS: readonly (readonly [RegExp, string])[] = [
  [/FB_IAB\/Orca|FBAN\/Messenger|MessengerForiOS|MessengerLiteForiOS/, "Messenger"],
  [/Barcelona/, "Threads"],
  [/Instagram/, "Instagram"],
  [/FBAN|FBAV|FB_IAB/, "Facebook"],
  [/musical_ly|BytedanceWebview|TikTok|trill/, "TikTok"],
  [/\bLine\/\d/, "LINE"],
  [/MicroMessenger/, "WeChat"],
  [/Twitter/, "X"],
  [/Snapchat/, "Snapchat"],
];

/**
 * The app whose inner browser this is, by its user agent; null for a browser of its own. `isInstalled` says that the
 * site itself runs as an app: on iPhones its user agent then looks like another app's.
 */
export function webViewIn(userAgent: string, isInstalled = false): WebView | null {
  if (isInstalled) return null;
  const system = systemIn(userAgent);
  const app = APPS.find(([mark]) => mark.test(userAgent))?.[1] ?? null;
  return app || isBare(userAgent, system) ? { app, system } : null;
}

function systemIn(userAgent: string): WebView["system"] {
  if (userAgent.includes("Android")) return "android";
  return /iPhone|iPad|iPod/.test(userAgent) ? "ios" : "other";
}

/** Android's web view says "; wv", or "Version/" as before Chrome; every browser on an iPhone says "Safari/". */
function isBare(userAgent: string, system: WebView["system"]): boolean {
  if (system === "android") return /; wv\)|\bVersion\/\d+\.\d+ Chrome\//.test(userAgent);
  return system === "ios" && userAgent.includes("AppleWebKit") && !userAgent.includes("Safari/");
}

/** A link that takes the reader to Chrome, or to any other browser where Chrome is missing. */
export function chromeHref(address: URL): string {
  const { host, pathname, search, protocol, href } = address;
  const scheme = protocol.slice(0, -1);
  const fallback = encodeURIComponent(href);
  return `intent://${host}${pathname}${search}#Intent;scheme=${scheme};package=com.android.chrome;` +
    `S.browser_fallback_url=${fallback};end`;
}
