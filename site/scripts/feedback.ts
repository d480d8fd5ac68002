/** The script of the page on which staff see how participants liked a class. */

import { Satisfaction } from "./elements/satisfaction.ts";
import { start } from "./start.ts";

start({ "jawara-satisfaction": Satisfaction });
