/**
 * What a phone keeps of its owner's work, as a script of its own: pages fetch it when there is, or may soon be, something
 * to send (outbox/door.ts). It says nothing, so that one serves all languages.
 */

import { type Heard, listen, moment } from "./clock.ts";
import { Outbox } from "./outbox/box.ts";
import type { Office } from "./outbox/drain.ts";
import { PhoneShelf } from "./outbox/shelf.ts";
import type { Store } from "./storage.ts";

export { officeClock } from "./clock.ts";
export { keptSitting, Memory } from "./evaluation/kept.ts";
export { keepThisPage } from "./keeping/this-page.ts";

/** What this script and the page share comes from the page: one session, one network. */
export function open(way: Omit<Office, "now">, heard: Heard, phone: Store): Promise<Outbox> {
  listen(heard);
  return new Outbox(new PhoneShelf(), { ...way, now: moment }, phone).open();
}
