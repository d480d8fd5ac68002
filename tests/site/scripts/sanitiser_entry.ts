// What the browser test loads: the real sanitiser behind the real policy.
import { proseFrom } from "../../../site/scripts/trusted.ts";

Object.assign(globalThis, { proseFrom });
