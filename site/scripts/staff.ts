/** The script of the office's own page. */

import { DataRequests } from "./elements/data-requests.ts";
import { ReminderDesk } from "./elements/reminder-switch.ts";
import { Staff } from "./elements/staff.ts";
import { Withdrawal } from "./elements/withdrawal.ts";
import { start } from "./start.ts";

start({
  "jawara-data-requests": DataRequests,
  "jawara-reminder-switch": ReminderDesk,
  "jawara-staff": Staff,
  "jawara-withdrawal": Withdrawal,
});
