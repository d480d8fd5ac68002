/** The script of every page that names no other (sitegen/pages.py): reading, biodata, certificates. */

import { Certificates } from "./elements/certificates.ts";
import { Check } from "./elements/check.ts";
import { CourseAction } from "./elements/course-action.ts";
import { Install } from "./elements/install.ts";
import { Lesson } from "./elements/lesson.ts";
import { MyClassesList } from "./elements/my-classes.ts";
import { VerificationPage } from "./elements/verification.ts";
import { start } from "./start.ts";

start({
  "jawara-certificates": Certificates,
  "jawara-check": Check,
  "jawara-course-action": CourseAction,
  "jawara-install": Install,
  "jawara-lesson": Lesson,
  "jawara-my-classes": MyClassesList,
  "jawara-verification": VerificationPage,
});
