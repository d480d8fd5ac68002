/** The script of every page that names no other (sitegen/pages.py): front page, classes, certificates, offline. */

import { Certificates } from "./elements/certificates.ts";
import { CourseAction } from "./elements/course-action.ts";
import { Install } from "./elements/install.ts";
import { KeepClass } from "./elements/keep-class.ts";
import { KeptClasses } from "./elements/kept-classes.ts";
import { MyClassesList } from "./elements/my-classes.ts";
import { NextStep } from "./elements/next-step.ts";
import { VerificationPage } from "./elements/verification.ts";
import { start } from "./start.ts";

start({
  "jawara-certificates": Certificates,
  "jawara-course-action": CourseAction,
  "jawara-install": Install,
  "jawara-keep-class": KeepClass,
  "jawara-kept-classes": KeptClasses,
  "jawara-my-classes": MyClassesList,
  "jawara-next-step": NextStep,
  "jawara-verification": VerificationPage,
});
