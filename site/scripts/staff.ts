/** The script of the office's own page. */

import { Accommodations } from "./elements/accommodations.ts";
import { DataRequests } from "./elements/data-requests.ts";
import { ReminderDesk } from "./elements/reminder-switch.ts";
import { Staff } from "./elements/staff.ts";
import { SubmissionLookUp } from "./elements/submission.ts";
import { Withdrawal } from "./elements/withdrawal.ts";
import { start } from "./start.ts";

start({
  "jawara-accommodations": Accommodations,
  "jawara-data-requests": DataRequests,
  "jawara-reminder-switch": ReminderDesk,
  "jawara-staff": Staff,
  "jawara-submission": SubmissionLookUp,
  "jawara-withdrawal": Withdrawal,
});
