/** The script of an evaluation's result. */

import { ResultPage } from "./elements/result.ts";
import { start } from "./start.ts";

start({ "jawara-result": ResultPage });
