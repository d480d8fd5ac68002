/** The script of the office's own page. */

import { Staff } from "./elements/staff.ts";
import { start } from "./start.ts";

start({ "jawara-staff": Staff });
