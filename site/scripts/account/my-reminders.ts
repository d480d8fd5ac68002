/** "Akun saya": whether reminders may come. */

import { ask } from "../api.ts";
import { tell } from "../deeds.ts";
import { tend } from "../forms.ts";
import { SetReminders } from "../generated/documents.ts";
import type { Desk, Loaded } from "./desk.ts";
import * as words from "#messages/screen-reminders.ts";

export function tendReminders({ part }: Desk): (loaded: Loaded) => void {
  const form = part("reminders") as HTMLFormElement;
  const box = form.elements.namedItem("wanted") as HTMLInputElement;
  tend(form, async () => {
    const wanted = box.checked;
    const { problems } = (await ask(SetReminders, { wanted })).setReminders;
    if (problems.length === 0) tell(part("told-reminders"), "good", wanted ? words.on : words.stopped);
    return problems;
  });
  return ({ viewer }) => {
    box.checked = viewer.wantsReminders;
  };
}
