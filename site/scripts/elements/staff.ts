/** <jawara-staff>: the office's desk: participants with search and paging, and jobs that failed. */

import { ask } from "../api.ts";
import { actions, type Child, link, make, notice, paragraph } from "../dom.ts";
import { dateText } from "../format.ts";
import { StaffDesk, type StaffDeskResult } from "../generated/documents.ts";
import { Paged } from "../paged.ts";
import { Screen, showToViewer } from "../screen.ts";
import * as common from "#messages/screen-common.ts";
import * as words from "#messages/screen-staff.ts";

type Desk = NonNullable<StaffDeskResult["staff"]>;
type Participation = Desk["participants"]["edges"][number]["node"];

const COLUMNS = [words.participants, words.course, words.progress, words.score, words.certificate];

export class Staff extends Screen {
  #paged?: Paged;

  protected start(): void {
    this.#paged = new Paged(this.within("form") as HTMLFormElement, () => this.#show());
    void this.#show();
  }

  #show(): Promise<void> {
    const load = async () => {
      const { viewer, staff } = await ask(StaffDesk, {
        after: this.#paged?.after ?? null,
        search: this.#paged?.search || null,
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

  #draw({ participants, failedJobsCount, waitingJobs }: Desk): readonly Child[] {
    const rows = participants.edges.map(({ node }) => row(node));
    const work = jobs(failedJobsCount, waitingJobs);
    const people = make(
      "section",
      { class: "stack stack--tight" },
      make("h2", {}, words.participants),
      make("p", { role: "status" }, words.records({ count: participants.totalCount })),
      rows.length > 0 && table(rows),
      this.#paged?.pager(participants.pageInfo, words.before, words.after),
    );
    return failedJobsCount > 0 ? [work, people] : [people, work];
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

function jobs(failed: number, waiting: number): HTMLElement {
  return make(
    "section",
    { class: "stack stack--tight" },
    make("h2", {}, words.jobs),
    make("p", {}, words.jobCounts({ waiting, failed })),
    failed > 0 && actions(link("/petugas/sertifikat/", words.lookAtJobs, "quiet")),
  );
}
