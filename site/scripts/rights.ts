/** The script of the page where people see and steer what is kept of them. */

import { MyDataPage } from "./elements/my-data.ts";
import { Proof } from "./elements/proof.ts";
import { start } from "./start.ts";

start({ "jawara-my-data": MyDataPage, "jawara-proof": Proof });
