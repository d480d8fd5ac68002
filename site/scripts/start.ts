/** What every page has, whichever script it names: the account menu, and what runs beside the page. */

import { Account } from "./elements/account.ts";
import { viewer } from "./head.ts";
import { mayWait, outbox } from "./outbox/door.ts";
import { onSessionChange } from "./session.ts";
import { followOtherTabs } from "./tabs.ts";
import { startServiceWorker } from "./trusted.ts";

/** Give the page's own elements their life, and everything that all pages share. */
export function start(elements: Readonly<Record<string, CustomElementConstructor>>): void {
  followOtherTabs();
  const all = { "jawara-account": Account, ...elements };
  for (const [name, element] of Object.entries(all)) customElements.define(name, element);
  addEventListener("online", catchUp);
  onSessionChange(catchUp);
  catchUp();
  startServiceWorker();
}

/** What could not be sent stays on the phone; the next page, or the next signal, tries again. */
function catchUp(): void {
  if (mayWait()) viewer().then(outbox).then((box) => box.send()).catch(() => undefined);
}
