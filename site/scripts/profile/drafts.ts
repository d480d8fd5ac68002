/** What was typed and has not reached the server: it waits on this phone, under its own account. */

import type { Store } from "../storage.ts";
import { type Field, mayBeKept, type Value } from "./values.ts";

/** Every field has a key of its own in the store: two tabs cannot overwrite each other's. */
export class Drafts {
  constructor(private readonly store: Store, private readonly account: string) {}

  keep(field: Field, value: Value): void {
    if (mayBeKept(field)) this.store.set(this.#key(field), JSON.stringify(value));
  }

  /** Undefined when nothing waits. */
  get(field: Field): Value | undefined {
    const text = this.store.get(this.#key(field));
    return text === null ? undefined : JSON.parse(text);
  }

  drop(field: Field): void {
    this.store.remove(this.#key(field));
  }

  #key(field: Field): string {
    return `jawara.biodata.${this.account}.${field}`;
  }
}
