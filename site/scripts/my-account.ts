/** The script of what an account's owner may see and change. */

import { MyAccount } from "./elements/my-account.ts";
import { Proof } from "./elements/proof.ts";
import { start } from "./start.ts";

start({ "jawara-my-account": MyAccount, "jawara-proof": Proof });
