/** The script of the page on which staff see how questions do. */

import { Items } from "./elements/items.ts";
import { start } from "./start.ts";

start({ "jawara-items": Items });
