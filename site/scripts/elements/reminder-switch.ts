/** <jawara-reminder-switch>: staff turn reminders for the idle on and off. */

import { ask } from "../api.ts";
import { attempt } from "../deeds.ts";
import { actions, button, type Child, focusOn, make, notice, pairs, paragraph } from "../dom.ts";
import { momentText } from "../format.ts";
import { ReminderSwitch, type ReminderSwitchParts, SwitchReminders } from "../generated/documents.ts";
import { put, Screen } from "../screen.ts";
import { isSignedIn } from "../session.ts";
import { persistently } from "../retry.ts";
import * as words from "#messages/screen-reminders.ts";

export class ReminderDesk extends Screen {
  readonly #told = make("div", { class: "told" });

  protected start(): void {
    if (isSignedIn()) void this.#load();
  }

  async #load(): Promise<void> {
    const { staff } = await persistently(() => ask(ReminderSwitch, {}));
    if (staff) put(this, this.#draw(staff.reminderSwitch));
  }

  #draw({ on, changedAt, reminders, stopped }: ReminderSwitchParts): readonly Child[] {
    return [
      make(
        "section",
        { class: "card", "aria-labelledby": "pengingat" },
        make("h2", { class: "card__title", id: "pengingat" }, words.title),
        paragraph(on ? words.isOn : words.isOff),
        paragraph(words.rule, "muted"),
        pairs([
          [words.since, changedAt && momentText(changedAt)],
          [words.sent, String(reminders)],
          [words.refusedBy, String(stopped)],
        ]),
        this.#told,
        actions(this.#switch(!on)),
      ),
    ];
  }

  #switch(on: boolean): HTMLButtonElement {
    const pressed = button(on ? words.turnOn : words.turnOff, on ? "primary" : "", async () => {
      let state: ReminderSwitchParts | null = null;
      await attempt(this.#told, async () => {
        const { switchReminders } = await ask(SwitchReminders, { on });
        state = switchReminders.switch;
        return switchReminders.problems;
      }, pressed);
      if (!state) return;
      put(this, this.#draw(state));
      const done = notice("good", on ? words.turnedOn : words.turnedOff);
      this.#told.replaceChildren(done);
      focusOn(done);
    });
    return pressed;
  }
}
