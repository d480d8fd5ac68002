/** The script of lessons and of texts: the one that most people fetch, on the worst of lines. */

import { Check } from "./elements/check.ts";
import { Lesson } from "./elements/lesson.ts";
import { start } from "./start.ts";

start({ "jawara-check": Check, "jawara-lesson": Lesson });
