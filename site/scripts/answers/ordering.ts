/** A list whose items are put in order by two buttons each, or by the arrow keys while one of them has the focus. */

import { make, styleWhatComesLater } from "../dom.ts";
import { ITEM } from "./reading.ts";
import * as words from "#messages/screen-answers.ts";

const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };

/** Give the list its buttons. A move is told aloud, and is an `input` event like any other answer. */
export function makeOrderable(list: HTMLElement): void {
  styleWhatComesLater();
  const aloud = make("p", { class: "visually-hidden", role: "status" });
  list.after(aloud);

  const move = (item: HTMLElement, name: string, step: number): void => {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    // The neighbour moves, so that the focus stays where it is.
    if (step < 0) item.after(other);
    else item.before(other);
    markEnds(list);
    const place = [...list.children].indexOf(item) + 1;
    aloud.textContent = words.moved({ name, place, total: list.children.length });
    list.dispatchEvent(new Event("input", { bubbles: true }));
  };

  for (const item of list.querySelectorAll<HTMLElement>(ITEM)) {
    const name = item.textContent?.trim() ?? "";
    for (const [sign, label, step] of [["↑", words.moveUp, -1], ["↓", words.moveDown, 1]] as const) {
      const button = make(
        "button",
        { type: "button", class: "button button--quiet", "aria-label": label({ name }) },
        sign,
      );
      button.addEventListener("click", () => move(item, name, step));
      item.append(button);
    }
    item.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      move(item, name, step);
    });
  }
  markEnds(list);
}

/** The first can't go up nor the last down; the button keeps the focus all the same. */
function markEnds(list: HTMLElement): void {
  const last = list.children.length - 1;
  [...list.children].forEach((item, at) => {
    const [up, down] = item.querySelectorAll("button");
    up?.setAttribute("aria-disabled", String(at === 0));
    down?.setAttribute("aria-disabled", String(at === last));
  });
}
