/** <jawara-staff>: the office's desk: participants with search and paging, and jobs that failed. */

import { ask, sentenceFor } from "../api.ts";
import { actions, button, type Child, link, make, notice, paragraph } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { dateText, momentText } from "../format.ts";
import { RetryJob, StaffDesk, type StaffDeskResult } from "../generated/documents.ts";
import { Screen, showToViewer } from "../screen.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-staff.ts";

type Desk = NonNullable<StaffDeskResult["staff"]>;
type Participation = Desk["participants"]["edges"][number]["node"];
type Job = Desk["failedJobs"][number];

const COLUMNS = [words.participants, words.course, words.progress, words.score, words.certificate];

export class Staff extends Screen {
  #search = "";
  /** Where each page read so far begins; the last is the one on the screen. */
  #starts: (string | null)[] = [null];

  protected start(): void {
    this.#search = new URLSearchParams(location.search).get("cari") ?? "";
    const form = this.within("form") as HTMLFormElement;
    (form.elements.namedItem("cari") as HTMLInputElement).value = this.#search;
    tend(form, async (values) => {
      this.#search = text(values, "cari");
      this.#starts = [null];
      history.replaceState(
        null,
        "",
        this.#search ? `?cari=${encodeURIComponent(this.#search)}` : location.pathname,
      );
      await this.#show();
      return [];
    });
    void this.#show();
  }

  #show(): Promise<void> {
    const load = async () => {
      const { viewer, staff } = await ask(StaffDesk, {
        after: this.#starts.at(-1) ?? null,
        search: this.#search || null,
      });
      return viewer && { staff };
    };
    return showToViewer(this.within("desk"), load, ({ staff }) => {
      this.within("form").hidden = staff === null;
      return staff ? this.#draw(staff) : [
        notice(
          "bad",
          words.forStaff,
          paragraph(words.notStaff),
          actions(link("/kelas-saya/", common.myClasses, "primary")),
        ),
      ];
    });
  }

  #draw({ participants, failedJobs, waitingJobs }: Desk): readonly Child[] {
    const rows = participants.edges.map(({ node }) => row(node));
    const work = jobs(failedJobs, waitingJobs, () => this.#show());
    const people = make(
      "section",
      { class: "stack stack--tight" },
      make("h2", {}, words.participants),
      make("p", { role: "status" }, words.records({ count: participants.totalCount })),
      rows.length > 0 && table(rows),
      this.#pager(participants.pageInfo),
    );
    return failedJobs.length > 0 ? [work, people] : [people, work];
  }

  #pager({ hasNextPage, endCursor }: Desk["participants"]["pageInfo"]): Child {
    if (!hasNextPage && this.#starts.length === 1) return null;
    return actions(
      this.#starts.length > 1 && button(words.before, "quiet", () => {
        this.#starts.pop();
        return this.#show();
      }),
      hasNextPage && button(words.after, "quiet", () => {
        this.#starts.push(endCursor);
        return this.#show();
      }),
    );
  }
}

function table(rows: readonly HTMLElement[]): HTMLElement {
  const head = make("tr", {}, ...COLUMNS.map((column) => make("th", { scope: "col" }, column)));
  return make(
    "div",
    { class: "table-scroll", role: "region", "aria-label": words.table, tabindex: 0 },
    make("table", { class: "table" }, make("thead", {}, head), make("tbody", {}, ...rows)),
  );
}

function row(record: Participation): HTMLElement {
  const { fullName, email, course, completedLessons, totalLessons, bestScore, certificateNumber } = record;
  const mailed = record.certificateMailedAt;
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, fullName ?? words.noDetails, make("br"), make("small", {}, email)),
    make("td", {}, course.title),
    make("td", {}, words.lessons({ done: completedLessons, total: totalLessons })),
    make("td", {}, bestScore === null ? "–" : String(bestScore)),
    make(
      "td",
      {},
      certificateNumber ?? "–",
      certificateNumber && make("br"),
      certificateNumber &&
        make("small", {}, mailed ? words.mailed({ date: dateText(mailed) }) : common.notSent),
    ),
  );
}

function jobs(failed: readonly Job[], waiting: number, again: () => Promise<void>): HTMLElement {
  const cards = failed.map((failure) => {
    const { id, job, failedAt, tries, reason } = failure;
    const told = make("p", { role: "status" });
    return make(
      "article",
      { class: "card" },
      make("h3", { class: "card__title" }, job),
      make("p", {}, words.failed({ moment: momentText(failedAt), tries })),
      make("p", { class: "muted" }, reason),
      told,
      actions(button(words.runAgain, "quiet", () => retry(id, told, again))),
    );
  });
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", {}, words.jobs),
    make("p", {}, words.jobCounts({ waiting, failed: failed.length })),
    ...cards,
  );
}

async function retry(job: string, told: HTMLElement, again: () => Promise<void>): Promise<void> {
  try {
    const { problems } = (await ask(RetryJob, { job })).retryJob;
    if (problems.length === 0) await again();
    else told.textContent = problems.map(({ message }) => message).join(" ");
  } catch (error) {
    told.textContent = sentenceFor(error);
  }
}
