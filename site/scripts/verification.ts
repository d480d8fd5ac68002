/** The script of the page where anybody checks a certificate. */

import { VerificationPage } from "./elements/verification.ts";
import { start } from "./start.ts";

start({ "jawara-verification": VerificationPage });
