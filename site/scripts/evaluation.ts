/** The script of the evaluation and of its result. */

import { Evaluation } from "./elements/evaluation.ts";
import { ResultPage } from "./elements/result.ts";
import { start } from "./start.ts";

start({ "jawara-evaluation": Evaluation, "jawara-result": ResultPage });
