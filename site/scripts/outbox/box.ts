/** A page's outbox: takes deeds, sends them for as long as the page is open, and tells what becomes of them. */

import { pauseBefore } from "../retry.ts";
import type { Store } from "../storage.ts";
import { carryOver } from "./carried.ts";
import { type Deed, type KindName, type NewDeed, type Said, SYNC } from "./deeds.ts";
import { alone, drain, type Ending, type Office } from "./drain.ts";
import { KINDS } from "./kinds.ts";
import type { Shelf } from "./shelf.ts";

/** Whether pages have a reason to open the outbox. */
export const FLAG = "jawara.waiting";

export class Outbox {
  /** How the last sending ended, or that one is on its way. */
  state: Ending | "sending" = "done";
  readonly #changes = new EventTarget();
  readonly #tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("jawara.outbox") : null;
  #running: Promise<void> | null = null;
  #isWanted = false;
  #failures = 0;
  #retry = 0;

  constructor(readonly shelf: Shelf, private readonly office: Office, private readonly phone: Store) {
    if (this.#tabs) this.#tabs.onmessage = () => this.#changed();
  }

  /** Told when a deed is done, sent or refused, here, in another tab or by the service worker. */
  onChange(listener: () => void): void {
    this.#changes.addEventListener("change", listener);
  }

  /** The deeds of an account that are on this phone, in their order. */
  async of(account: string, group?: string): Promise<readonly Deed[]> {
    const all = await this.shelf.all();
    return all.filter((deed) => deed.account === account && (!group || deed.group === group));
  }

  /** How many deeds of an account wait on this phone. */
  async waiting(account: string): Promise<number> {
    return (await this.of(account)).filter(({ state }) => state === "waiting").length;
  }

  /** Whether something waits although it was just tried. */
  async isAnyLeft(account: string): Promise<boolean> {
    await this.send();
    return await this.waiting(account) > 0;
  }

  /** Resolves once it is written down on this phone. */
  async add<Kind extends KindName>(
    account: string,
    kind: Kind,
    said: Said[Kind],
  ): Promise<Deed> {
    const { about, group } = KINDS[kind];
    const deed = await this.shelf.put(
      {
        account,
        kind,
        about: about(said),
        group: group(said),
        said,
        made: this.office.now(),
        state: "waiting",
        problem: null,
        receipt: null,
      } as NewDeed,
    );
    this.phone.set(FLAG, "1");
    this.#tell();
    return deed;
  }

  /** Resolves once a deed waits no more, whatever has become of it. */
  async settled({ order }: Deed): Promise<void> {
    const isWaiting = async () =>
      (await this.shelf.all()).some((deed) => deed.order === order && deed.state === "waiting");
    for (;;) {
      const changed = new Promise((resolve) =>
        this.#changes.addEventListener("change", resolve, { once: true })
      );
      if (!await isWaiting()) return;
      await changed;
    }
  }

  /** Its owner was told that it was refused, or takes it back. */
  async drop(deed: Deed): Promise<void> {
    await this.shelf.remove(deed);
    this.#tell();
  }

  /** The group is closed: what the office has of it need not stay here. */
  async close(account: string, group: string): Promise<void> {
    for (const deed of await this.of(account, group)) {
      if (deed.state === "sent") await this.shelf.remove(deed);
    }
    this.#tell();
  }

  /** Send what waits; resolves when nothing can be sent any more for now. What the network held up is tried again. */
  async send(): Promise<void> {
    clearTimeout(this.#retry);
    this.#isWanted = true;
    this.#running ??= this.#sendAll().finally(() => {
      this.#running = null;
    });
    await this.#running;
    // Called when the sending was about to end.
    if (this.#isWanted) await this.send();
  }

  /** Begin: take over what earlier versions kept, and send when there is a network again. */
  async open(): Promise<this> {
    await carryOver(this.shelf);
    const again = () => void (this.state === "unreachable" && this.send());
    addEventListener("online", again);
    addEventListener("visibilitychange", () => document.hidden ? void this.#handOver() : again());
    return this;
  }

  async #sendAll(): Promise<void> {
    while (this.#isWanted) {
      this.#isWanted = false;
      const account = this.office.account();
      if (!account) this.#become("stranger");
      else if (await this.waiting(account) === 0) this.#become("done");
      else {
        if (this.state !== "unreachable") this.#become("sending");
        this.#become(await alone(() => drain(account, this.shelf, this.office, () => this.#tell())));
      }
    }
    this.#failures = this.state === "unreachable" ? this.#failures + 1 : 0;
    if (this.state === "unreachable") {
      this.#retry = setTimeout(() => void this.send(), pauseBefore(this.#failures + 1));
      void this.#handOver();
    }
    const isAnyLeft = (await this.shelf.all()).some(({ state }) => state !== "sent");
    if (!isAnyLeft) this.phone.remove(FLAG);
  }

  #become(state: Outbox["state"]): void {
    if (state === this.state) return;
    this.state = state;
    this.#changed();
  }

  /** The service worker sends what still waits when this page is gone, where browsers can. */
  async #handOver(): Promise<void> {
    if (!("serviceWorker" in navigator) || !("SyncManager" in globalThis) || !this.phone.get(FLAG)) return;
    const registration = await navigator.serviceWorker.getRegistration() as
      | { readonly sync: { register(tag: string): Promise<void> } }
      | undefined;
    // Owners can forbid it; then the next page sends.
    await registration?.sync.register(SYNC).catch(() => undefined);
  }

  #tell(): void {
    this.#tabs?.postMessage(null);
    this.#changed();
  }

  #changed(): void {
    this.#changes.dispatchEvent(new Event("change"));
  }
}
