/** The page's one Trusted Types policy: text that becomes HTML or a script's address passes here, and nowhere else. */

import { copyAllowed } from "./sanitise.ts";

interface Policy {
  createHTML(text: string): string;
  createScriptURL(text: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const SERVICE_WORKER = "/sw.js";

const rules: Policy = {
  // Only for DOMParser, whose document runs no script and loads nothing: copyAllowed takes from it what is allowed.
  createHTML: (text) => text,
  createScriptURL(text) {
    if (text !== SERVICE_WORKER) throw new TypeError(`No script may be loaded from ${text}`);
    return text;
  },
};

// TypeScript's DOM library does not know Trusted Types; browsers without them get plain strings.
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy = factory ? factory.createPolicy("jawara", rules) : rules;

/** HTML from the API as fresh nodes that hold nothing but the allowed elements and attributes. */
export function proseFrom(html: string): DocumentFragment {
  const parsed = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  const fragment = document.createDocumentFragment();
  copyAllowed(parsed.body, fragment);
  return fragment;
}

export function startServiceWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  // Private windows refuse it: the site then works without its offline copy.
  navigator.serviceWorker.register(policy.createScriptURL(SERVICE_WORKER)).catch(() => undefined);
}
