/** The script of the evaluation. */

import { Evaluation } from "./elements/evaluation.ts";
import { start } from "./start.ts";

start({ "jawara-evaluation": Evaluation });
