/** The script of every page that names no other (sitegen/pages.py): front page, my classes, certificates, offline. */

import { Certificates } from "./elements/certificates.ts";
import { Install } from "./elements/install.ts";
import { KeptClasses } from "./elements/kept-classes.ts";
import { MyClassesList } from "./elements/my-classes.ts";
import { NextStep } from "./elements/next-step.ts";
import { Waiting } from "./elements/waiting.ts";
import { start } from "./start.ts";

start({
  "jawara-certificates": Certificates,
  "jawara-install": Install,
  "jawara-kept-classes": KeptClasses,
  "jawara-my-classes": MyClassesList,
  "jawara-next-step": NextStep,
  "jawara-waiting": Waiting,
});
