/** Where deeds lie: in the phone's database, or where that is forbidden or full, in the page until it closes. */

import { ABOUT, DEEDS, KEPT, within } from "./database.ts";
import { type Deed, IN_PAGE, isKept, type NewDeed } from "./deeds.ts";

export interface Shelf {
  /** Of all accounts, in their order. */
  all(): Promise<readonly Deed[]>;
  /** Takes the place of an older one about the same thing. */
  put(deed: NewDeed): Promise<Deed>;
  /** What has become of it; nothing happens where a newer one took its place. */
  change(deed: Deed): Promise<void>;
  remove(deed: Deed): Promise<void>;
  /** What a page keeps for the account under a name. */
  keep(account: string, name: string, value: unknown): Promise<void>;
  kept<Value>(account: string, name: string): Promise<Value | null>;
  forget(account: string, name: string): Promise<void>;
}

export class MemoryShelf implements Shelf {
  readonly #deeds = new Map<number, Deed>();
  readonly #values = new Map<string, unknown>();
  #last = IN_PAGE;

  all(): Promise<readonly Deed[]> {
    return Promise.resolve([...this.#deeds.values()].sort((one, other) => one.order - other.order));
  }

  put(deed: NewDeed): Promise<Deed> {
    for (const old of this.#deeds.values()) if (isAboutSame(old, deed)) this.#deeds.delete(old.order);
    const placed = { ...deed, order: ++this.#last };
    this.#deeds.set(placed.order, placed);
    return Promise.resolve(placed);
  }

  change(deed: Deed): Promise<void> {
    if (this.#deeds.has(deed.order)) this.#deeds.set(deed.order, deed);
    return Promise.resolve();
  }

  remove({ order }: Deed): Promise<void> {
    this.#deeds.delete(order);
    return Promise.resolve();
  }

  keep(account: string, name: string, value: unknown): Promise<void> {
    this.#values.set(`${account} ${name}`, value);
    return Promise.resolve();
  }

  kept<Value>(account: string, name: string): Promise<Value | null> {
    return Promise.resolve((this.#values.get(`${account} ${name}`) ?? null) as Value | null);
  }

  forget(account: string, name: string): Promise<void> {
    this.#values.delete(`${account} ${name}`);
    return Promise.resolve();
  }
}

function isAboutSame(one: NewDeed, other: NewDeed): boolean {
  return one.account === other.account && one.kind === other.kind && one.about === other.about;
}

/** The database with the page's memory behind it. */
export class PhoneShelf implements Shelf {
  readonly #page = new MemoryShelf();

  async all(): Promise<readonly Deed[]> {
    const kept = await within<Deed[]>("readonly", DEEDS, (store, ask) => ask(store.getAll())).catch(() => []);
    const page = await this.#page.all();
    return [...kept.filter((deed) => !page.some((newer) => isAboutSame(newer, deed))), ...page];
  }

  async put(deed: NewDeed): Promise<Deed> {
    let order;
    try {
      order = await within<IDBValidKey>("readwrite", DEEDS, (store, ask) => {
        const old = store.index(ABOUT).getKey([deed.account, deed.kind, deed.about]);
        old.onsuccess = () => {
          try {
            if (old.result !== undefined) store.delete(old.result);
            ask(store.add(deed));
          } catch {
            store.transaction.abort();
          }
        };
      });
    } catch {
      return await this.#page.put(deed);
    }
    for (const older of await this.#page.all()) if (isAboutSame(older, deed)) await this.#page.remove(older);
    return { ...deed, order: order as number };
  }

  async change(deed: Deed): Promise<void> {
    if (!isKept(deed)) return await this.#page.change(deed);
    await within("readwrite", DEEDS, (store) => {
      const there = store.getKey(deed.order);
      there.onsuccess = () => {
        try {
          if (there.result !== undefined) store.put(deed);
        } catch {
          store.transaction.abort();
        }
      };
    }).catch(async () => {
      if (deed.state === "waiting") return;
      // A full disk: it must not be sent again, and the page still tells what has become of it.
      await this.remove(deed);
      await this.#page.put(deed);
    });
  }

  async remove(deed: Deed): Promise<void> {
    if (!isKept(deed)) return await this.#page.remove(deed);
    // Where it can't be taken away it is sent once more, which is safe.
    await within("readwrite", DEEDS, (store) => store.delete(deed.order)).catch(() => undefined);
  }

  async keep(account: string, name: string, value: unknown): Promise<void> {
    await within("readwrite", KEPT, (store) => store.put(value, [account, name]))
      .catch(() => this.#page.keep(account, name, value));
  }

  async kept<Value>(account: string, name: string): Promise<Value | null> {
    const found = await within<Value | undefined>(
      "readonly",
      KEPT,
      (store, ask) => ask(store.get([account, name])),
    ).catch(() => undefined);
    return found ?? await this.#page.kept(account, name);
  }

  async forget(account: string, name: string): Promise<void> {
    await this.#page.forget(account, name);
    await within("readwrite", KEPT, (store) => store.delete([account, name]))
      .catch(() => undefined);
  }
}
