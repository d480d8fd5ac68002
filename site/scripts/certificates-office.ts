/** The script of the page on which staff look after certificates and after jobs that failed. */

import { FailedJobsDesk } from "./elements/failed-jobs.ts";
import { OfficeCertificates } from "./elements/office-certificates.ts";
import { start } from "./start.ts";

start({
  "jawara-failed-jobs": FailedJobsDesk,
  "jawara-office-certificates": OfficeCertificates,
});
