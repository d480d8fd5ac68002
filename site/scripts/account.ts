/** The script of the ways into an account, and of the ends of links in mails. */

import { Confirmation } from "./elements/confirm.ts";
import { GoogleReturn } from "./elements/google-return.ts";
import { Recovery } from "./elements/recovery.ts";
import { Registration } from "./elements/register.ts";
import { ReminderStop } from "./elements/reminder-stop.ts";
import { SignInForm } from "./elements/sign-in.ts";
import { EmailChangeUndo } from "./elements/undo-email.ts";
import { start } from "./start.ts";

start({
  "jawara-confirm": Confirmation,
  "jawara-google-return": GoogleReturn,
  "jawara-recovery": Recovery,
  "jawara-register": Registration,
  "jawara-reminder-stop": ReminderStop,
  "jawara-sign-in": SignInForm,
  "jawara-undo-email": EmailChangeUndo,
});
