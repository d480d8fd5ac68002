/** The way from a page to its outbox, which comes as a script of its own: who only reads never fetches it. */

import { accountId, tokenOf } from "../session.ts";
import { phone } from "../storage.ts";
import { blame, heard, post, Unreachable } from "../transport.ts";
import type { Outbox } from "./box.ts";

let opened: Promise<Outbox> | null = null;

/** This page's outbox; Unreachable when its script can't be fetched. */
export function outbox(): Promise<Outbox> {
  opened ??= outboxScript().then(({ open }) =>
    open({ account: accountId, token: tokenOf, post, blame }, heard, phone)
  );
  opened.catch(() => opened = null);
  return opened;
}

export async function outboxScript(): Promise<typeof import("../outbox.ts")> {
  const address = document.querySelector<HTMLElement>("[data-outbox]")?.dataset["outbox"] ?? "";
  return await import(address).catch(() => {
    throw new Unreachable("offline");
  });
}

/** Whether something may wait on this phone, whoever did it: by a mark of the outbox, or in the manner of old. */
export function mayWait(): boolean {
  try {
    return Object.keys(localStorage).some((key) => /^jawara\.(answers|lessons|waiting)\b/.test(key));
  } catch {
    return false;
  }
}
