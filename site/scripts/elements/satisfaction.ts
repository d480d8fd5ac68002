/** <jawara-satisfaction>: for staff, how participants liked a class: counts, means and comments, without names. */

import { ask } from "../api.ts";
import { type Child, make, notice, paragraph } from "../dom.ts";
import { numberText } from "../format.ts";
import {
  ClassSatisfaction,
  type ClassSatisfactionResult,
  EvaluatedClasses,
  type SatisfactionStatement,
} from "../generated/documents.ts";
import { put, Screen, show, showToViewer } from "../screen.ts";
import * as words from "#messages/screen-satisfaction.ts";
import * as desk from "#messages/screen-staff.ts";

type Found = NonNullable<ClassSatisfactionResult["staff"]>["satisfaction"];
type Tally = Found["statements"][number];

const STATEMENTS: Readonly<Record<SatisfactionStatement, string>> = {
  RELEVANCE: words.relevance,
  CLARITY: words.clarity,
  LENGTH: words.length,
  ACCESS: words.access,
  RECOMMENDATION: words.recommendation,
};
const SCALE = ["1", "2", "3", "4", "5"];

export class Satisfaction extends Screen {
  readonly #class = make(
    "select",
    { id: "kelas-penilaian" },
    make("option", { value: "" }, words.chooseClass),
  );
  readonly #told = make("div", { class: "stack stack--tight told" });

  protected start(): void {
    this.#class.addEventListener("change", () => void this.#chosen());
    const load = async () => {
      const { viewer, staff } = await ask(EvaluatedClasses, {});
      return viewer && { staff };
    };
    void showToViewer(this, load, ({ staff }) => {
      if (!staff) return [notice("bad", desk.forStaff, paragraph(desk.notStaff))];
      return this.#offer(staff.evaluatedCourses);
    });
  }

  #offer(courses: readonly { readonly slug: string; readonly title: string }[]): readonly Child[] {
    for (const { slug, title } of courses) this.#class.append(make("option", { value: slug }, title));
    const field = make(
      "div",
      { class: "field" },
      make("label", { class: "field__label", for: "kelas-penilaian" }, words.course),
      this.#class,
    );
    return [paragraph(words.officeHow), field, this.#told];
  }

  async #chosen(): Promise<void> {
    const course = this.#class.value;
    if (!course) return put(this.#told, []);
    const load = async () => (await ask(ClassSatisfaction, { course })).staff?.satisfaction ?? null;
    // Another class may have been chosen meanwhile.
    await show(this.#told, load, (found) => found && course === this.#class.value ? drawn(found) : []);
  }
}

function drawn(found: Found): readonly Child[] {
  const { answers, declined, fewest, told, statements, comments } = found;
  const counts = make("p", { role: "status" }, words.counts({ answers, declined }));
  if (!told) return [counts, paragraph(words.withheld({ fewest }))];
  return [
    counts,
    statements.length > 0 && table(statements),
    statements.length < Object.keys(STATEMENTS).length && paragraph(words.fewHere({ fewest }), "muted"),
    make("h2", {}, words.comments),
    paragraph(comments.length > 0 ? words.commentsHow : words.noComments, "muted"),
    ...comments.map((comment) => make("blockquote", { class: "comment" }, comment)),
  ];
}

function table(statements: readonly Tally[]): HTMLElement {
  const columns = [words.statement, words.mean, words.answers, ...SCALE];
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col" }, column)));
  return make(
    "div",
    { class: "table-scroll", role: "region", "aria-label": words.table, tabindex: 0 },
    make("table", { class: "table" }, make("thead", {}, head), make("tbody", {}, ...statements.map(row))),
  );
}

function row({ statement, answers, mean, distribution }: Tally): HTMLElement {
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, STATEMENTS[statement]),
    make("td", {}, numberText(mean)),
    make("td", {}, String(answers)),
    ...distribution.map((count) => make("td", {}, String(count))),
  );
}
