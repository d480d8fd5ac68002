/** <jawara-failed-jobs>: what the system could not do and gave up, in plain words, to be run again. */

import { ask } from "../api.ts";
import { attempt, tell } from "../deeds.ts";
import { actions, button, type Child, make, paragraph, plainLink } from "../dom.ts";
import { momentText } from "../format.ts";
import { FailedJobs, type FailedJobsResult, RetryJob, RetryJobs } from "../generated/documents.ts";
import { technical } from "../office/technical.ts";
import { persistently } from "../retry.ts";
import { put, Screen, show } from "../screen.ts";
import { isSignedIn } from "../session.ts";
import * as words from "#messages/screen-failed-jobs.ts";

type Loaded = NonNullable<FailedJobsResult["staff"]>;
type Job = Loaded["failedJobs"][number];

export class FailedJobsDesk extends Screen {
  readonly #told = make("div", { class: "told" });
  readonly #listed = make("div", { class: "stack stack--tight" });

  protected start(): void {
    if (isSignedIn()) void this.#load();
  }

  async #load(): Promise<void> {
    const { staff } = await persistently(() => ask(FailedJobs, {}));
    if (!staff) return;
    const title = make("h2", {}, words.title);
    put(this, [make("section", { class: "stack stack--tight" }, title, this.#told, this.#listed)]);
    put(this.#listed, this.#drawn(staff));
  }

  #again(): Promise<void> {
    const load = async () => (await ask(FailedJobs, {})).staff;
    return show(this.#listed, load, (staff) => staff ? this.#drawn(staff) : []);
  }

  #drawn({ failedJobs, failedJobsCount: failed, waitingJobs: waiting }: Loaded): readonly Child[] {
    const kinds = new Map<string, Job[]>();
    for (const job of failedJobs) kinds.set(job.job, [...kinds.get(job.job) ?? [], job]);
    return [
      paragraph(failed > 0 ? words.some({ failed, waiting }) : words.none({ waiting })),
      failed > failedJobs.length && paragraph(words.latest({ shown: failedJobs.length })),
      ...[...kinds].map(([kind, jobs]) => this.#group(kind, jobs)),
    ];
  }

  #group(kind: string, jobs: readonly Job[]): HTMLElement {
    const told = make("div", { class: "told" });
    const all = async () => {
      let count = 0;
      const send = async () => {
        const { retried, problems } = (await ask(RetryJobs, { kind })).retryJobs;
        count = retried ?? 0;
        return problems;
      };
      if (await attempt(told, send)) await this.#done(count);
    };
    const title = jobs[0]?.title ?? kind;
    return make(
      "article",
      { class: "card" },
      make("h3", { class: "card__title" }, words.group({ title, count: jobs.length })),
      told,
      jobs.length > 1 && actions(button(words.runAll, "", all)),
      make("ul", { class: "entries", role: "list" }, ...jobs.map((job) => this.#entry(job, told))),
    );
  }

  #entry({ id, failedAt, tries, message, reason, certificateNumber: number }: Job, told: HTMLElement): Child {
    const retry = async () => {
      const send = async () => (await ask(RetryJob, { job: id })).retryJob.problems;
      if (await attempt(told, send)) await this.#done(1);
    };
    return make(
      "li",
      { class: "entries__item" },
      number && make(
        "span",
        {},
        plainLink(`/petugas/sertifikat/?cari=${encodeURIComponent(number)}`, words.about({ number })),
      ),
      make("span", {}, message),
      make("span", { class: "muted" }, words.failed({ moment: momentText(failedAt), tries })),
      technical(words.details, reason),
      button(words.runAgain, "quiet", retry),
    );
  }

  async #done(count: number): Promise<void> {
    await this.#again();
    tell(this.#told, "good", words.running, words.runningHow({ count }));
  }
}
