/** What the header and the "next step" card show: asked once a page, shared by all who need it. */

import { ask } from "./api.ts";
import { Head, type HeadResult } from "./generated/documents.ts";
import { isSignedIn, onSessionChange, rememberAccount } from "./session.ts";

export type Viewer = NonNullable<HeadResult["viewer"]>;

const changes = new EventTarget();
let asked: Promise<Viewer | null> | null = null;

/** The viewer, or null for a stranger; rejects with Unreachable when nobody can say. */
export function viewer(): Promise<Viewer | null> {
  asked ??= answered();
  asked.catch(forget);
  return asked;
}

/** What the person just did changed the next step: whoever shows it asks again. */
export function renewViewer(): void {
  forget();
  changes.dispatchEvent(new Event("change"));
}

export function onViewerChange(listener: () => void): void {
  changes.addEventListener("change", listener);
}

function forget(): void {
  asked = null;
}

async function answered(): Promise<Viewer | null> {
  if (!isSignedIn()) return null;
  const head = (await ask(Head, {})).viewer;
  if (head) rememberAccount(head.id);
  return head;
}

onSessionChange(renewViewer);
