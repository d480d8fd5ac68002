// Sveltia CMS makes HTML from texts of the repository and of its own. All of it passes the sanitiser that the site's
// own pages use; a script's address or a script's text passes nowhere, since no rule is given for them.
import { copyAllowed } from "../scripts/sanitise.ts";

interface Rules {
  createHTML(text: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Rules): Rules;
}

// TypeScript's DOM library does not know Trusted Types; browsers without them ask no policy.
const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;

/** For DOMParser alone, whose document runs no script and loads nothing. */
const parsing = factory?.createPolicy("jawara", { createHTML: (text) => text });

/** HTML with nothing in it but what the site allows in texts. */
function harmless(text: string): string {
  const parsed = new DOMParser().parseFromString(parsing?.createHTML(text) ?? text, "text/html");
  const clean = document.createElement("div");
  copyAllowed(parsed.body, clean);
  // A link that took the place of this page would take unsaved work with it.
  for (const link of clean.querySelectorAll("a")) link.target = "_blank";
  return clean.innerHTML;
}

factory?.createPolicy("default", { createHTML: harmless });
