/** The one script of every page: gives each element of ours its life, and starts what runs beside the page. */

import { Account } from "./elements/account.ts";
import { Certificates } from "./elements/certificates.ts";
import { Check } from "./elements/check.ts";
import { Confirmation } from "./elements/confirm.ts";
import { CourseAction } from "./elements/course-action.ts";
import { Evaluation } from "./elements/evaluation.ts";
import { Lesson } from "./elements/lesson.ts";
import { MyClassesList } from "./elements/my-classes.ts";
import { NextStep } from "./elements/next-step.ts";
import { Profile } from "./elements/profile.ts";
import { Recovery } from "./elements/recovery.ts";
import { Registration } from "./elements/register.ts";
import { ResultPage } from "./elements/result.ts";
import { SignInForm } from "./elements/sign-in.ts";
import { Staff } from "./elements/staff.ts";
import { VerificationPage } from "./elements/verification.ts";
import { viewer } from "./head.ts";
import { sendWaitingLessons } from "./lessons.ts";
import { followOtherTabs } from "./session.ts";
import { startServiceWorker } from "./trusted.ts";

const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  "jawara-account": Account,
  "jawara-certificates": Certificates,
  "jawara-check": Check,
  "jawara-confirm": Confirmation,
  "jawara-course-action": CourseAction,
  "jawara-evaluation": Evaluation,
  "jawara-lesson": Lesson,
  "jawara-my-classes": MyClassesList,
  "jawara-next-step": NextStep,
  "jawara-profile": Profile,
  "jawara-recovery": Recovery,
  "jawara-register": Registration,
  "jawara-result": ResultPage,
  "jawara-sign-in": SignInForm,
  "jawara-staff": Staff,
  "jawara-verification": VerificationPage,
};

/** A lesson that could not be sent stays on the phone; the next page, or the next signal, tries again. */
function catchUp(): void {
  viewer().then(sendWaitingLessons).catch(() => undefined);
}

followOtherTabs();
for (const [name, element] of Object.entries(ELEMENTS)) customElements.define(name, element);
addEventListener("online", catchUp);
catchUp();
startServiceWorker();
