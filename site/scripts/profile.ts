/** The script of the biodata. */

import { Profile } from "./elements/profile.ts";
import { start } from "./start.ts";

start({ "jawara-profile": Profile });
