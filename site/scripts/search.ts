/** The script of the search page. */

import { Search } from "./elements/search.ts";
import { start } from "./start.ts";

start({ "jawara-search": Search });
