/** A button that has to wait: the server says how long, the button shows it. */

import { make } from "./dom.ts";
import * as words from "#messages/screen-account.ts";

export interface Clocks {
  /** Milliseconds that only ever grow, but stand still while a phone sleeps. */
  readonly tick: () => number;
  /** The phone's date in milliseconds, which may be set back. */
  readonly date: () => number;
}

const CLOCKS: Clocks = { tick: () => performance.now(), date: () => Date.now() };

/** Time that has to pass; the clock that saw more of it is believed, for the server refuses who comes too early. */
export class Wait {
  readonly #tick: number;
  readonly #date: number;

  constructor(private readonly seconds: number, private readonly clocks: Clocks = CLOCKS) {
    this.#tick = clocks.tick();
    this.#date = clocks.date();
  }

  /** Whole seconds, rounded up; 0 once it is over. */
  secondsLeft(): number {
    const passed = Math.max(this.clocks.tick() - this.#tick, this.clocks.date() - this.#date);
    return Math.max(0, Math.ceil(this.seconds - passed / 1_000));
  }
}

/** 42 -> 42 detik, 125 -> 3 menit, 7300 -> 3 jam: rounded up, for nobody should come too early. */
export function waitText(seconds: number): string {
  if (seconds <= 90) return `${seconds} detik`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= 90 ? `${minutes} menit` : `${Math.ceil(minutes / 60)} jam`;
}

/** Each button's newest wait: an older one then stops counting. */
const waits = new WeakMap<HTMLButtonElement, Wait>();

/**
 * Let `button` rest: it keeps the focus and its name, shows the time left beside it, and is said aloud once, when it
 * can be pressed again. `whileBusy` leaves a resting button alone.
 */
export function coolDown(button: HTMLButtonElement, seconds: number): void {
  if (seconds <= 0) return;
  const wait = new Wait(seconds);
  waits.set(button, wait);
  const name = button.dataset["name"] ??= (button.textContent ?? "").trim();
  const shown = make("span", { "class": "unbroken", "aria-hidden": "true" });
  const said = make("span", { class: "visually-hidden", role: "status" });
  button.replaceChildren(make("span", {}, `${name} `, shown));
  button.setAttribute("aria-disabled", "true");
  button.parentElement?.querySelector(":scope > [role=status].visually-hidden")?.remove();
  button.after(said);
  const count = () => {
    if (waits.get(button) !== wait) return;
    const left = wait.secondsLeft();
    shown.textContent = `(${waitText(left)})`;
    if (left > 0) {
      setTimeout(count, 1_000);
      return;
    }
    button.removeAttribute("aria-disabled");
    button.textContent = name;
    delete button.dataset["name"];
    said.textContent = words.pressAgain({ name });
  };
  count();
}
