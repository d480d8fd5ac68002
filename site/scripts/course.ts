/** The script of the page of a class: beginning it, going on with it, moving to its newest release, keeping it. */

import { CourseAction } from "./elements/course-action.ts";
import { KeepClass } from "./elements/keep-class.ts";
import { start } from "./start.ts";

start({ "jawara-course-action": CourseAction, "jawara-keep-class": KeepClass });
