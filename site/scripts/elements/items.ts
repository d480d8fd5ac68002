/** <jawara-items>: staff see how the questions of an evaluation do, and what to do about those that do badly. */

import { ask } from "../api.ts";
import { actions, button, type Child, focusOn, make, notice, pairs, paragraph } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { EvaluatedClasses, ItemStatistics } from "../generated/documents.ts";
import { csv } from "../items/csv.ts";
import {
  FINDINGS,
  index,
  type Item,
  needsLook,
  type Option,
  percent,
  reliabilityOf,
  type Statistics,
  timeOf,
} from "../items/wording.ts";
import { Screen, show, showToViewer } from "../screen.ts";
import { select } from "../select.ts";
import * as words from "#messages/screen-items.ts";
import * as desk from "#messages/screen-staff.ts";

export class Items extends Screen {
  readonly #class = select("kelas", "course", words.course, words.chooseClass, words.classMissing);
  readonly #form = make(
    "form",
    { class: "stack stack--tight", method: "post" },
    this.#class.field,
    make("button", { type: "submit", class: "button" }, words.look),
  );
  readonly #told = make("div", { class: "stack stack--tight" });

  protected start(): void {
    // What was shown is about another class now.
    this.#class.control.addEventListener("change", () => this.#told.replaceChildren());
    tend(this.#form, async (values) => {
      await this.#show(text(values, "course"));
      focusOn(this.#told.querySelector("p"));
      return [];
    });
    const load = async () => {
      const { viewer, staff } = await ask(EvaluatedClasses, {});
      return viewer && { staff };
    };
    void showToViewer(this, load, ({ staff }) => {
      if (!staff) return [notice("bad", desk.forStaff, paragraph(desk.notStaff))];
      this.#offer(staff.evaluatedCourses);
      return [paragraph(words.how), this.#form, this.#told];
    });
  }

  #offer(courses: readonly { readonly slug: string; readonly title: string }[]): void {
    for (const { slug, title } of courses) {
      this.#class.control.append(make("option", { value: slug }, title));
    }
    this.#class.control.value = new URLSearchParams(location.search).get("kelas") ?? "";
    if (this.#class.control.value) void this.#show(this.#class.control.value);
  }

  async #show(course: string): Promise<void> {
    history.replaceState(null, "", `?kelas=${encodeURIComponent(course)}`);
    const load = async () => (await ask(ItemStatistics, { course })).staff;
    await show(this.#told, load, (staff) => {
      if (!staff || course !== this.#class.control.value) return [];
      return drawn(staff.itemStatistics, course);
    });
  }
}

function drawn(found: Statistics, course: string): readonly Child[] {
  const { countedAttempts: count, finishedAttempts: finished, items, enoughAttempts: enough } = found;
  if (count === 0) return [paragraph(words.nobody)];
  const asked = items.filter(({ attempts, setAside }) => attempts + setAside > 0);
  const odd = asked.filter(needsLook);
  const others = asked.filter((item) => !needsLook(item));
  return [
    paragraph(count < finished ? words.latest({ count, finished }) : words.counted({ count })),
    pairs([[words.reliability, reliabilityOf(found.reliability)]]),
    actions(button(words.download, "quiet", () => save(words.file({ course }), csv(items)))),
    folded(words.reading, reading(enough)),
    make("h2", {}, odd.length > 0 ? words.toCheck({ count: odd.length }) : words.nothingToCheck),
    ...odd.map((item) => card(item, enough)),
    others.length > 0 && folded(
      words.others({ count: others.length }),
      make("div", { class: "stack stack--tight" }, ...others.map((item) => card(item, enough))),
    ),
  ];
}

function card(item: Item, enough: number): HTMLElement {
  const { prompt, facility, discrimination, attempts, findings, isCurrent, isWithdrawn } = item;
  const marks = [!isCurrent && words.earlier, isWithdrawn && words.withdrawn].filter(Boolean);
  return make(
    "article",
    { class: "card" },
    make("h3", { class: "card__title", lang: "id" }, prompt),
    marks.length > 0 && make(
      "p",
      { class: "badges" },
      ...marks.map((mark) => make("span", { class: "badge" }, mark)),
    ),
    paragraph(
      words.summary({ facility: percent(facility), discrimination: index(discrimination), attempts }),
      "muted",
    ),
    ...findings.map((finding) => {
      const [name, how] = FINDINGS[finding];
      return make("p", {}, make("strong", {}, `${name}.`), ` ${how(enough)}`);
    }),
    folded(words.details, details(item)),
  );
}

function details(item: Item): HTMLElement {
  const { question, pool, attempts, setAside, omitted, itemRest, time, options, wrongTexts } = item;
  return make(
    "div",
    { class: "stack stack--tight" },
    options.length > 0 && taken(options),
    wrongTexts.length > 0 && paragraph(words.wrongTexts),
    wrongTexts.length > 0 && make(
      "ul",
      { lang: "id" },
      ...wrongTexts.map((wrong) => make("li", {}, words.wrongText(wrong))),
    ),
    pairs([
      [words.omitted, attempts > 0 ? `${omitted} (${percent(omitted / attempts)})` : null],
      [words.time, timeOf(time)],
      [words.itemRest, index(itemRest)],
      [words.setAside, setAside > 0 ? String(setAside) : null],
      [words.topic, pool],
      [words.question, question],
    ]),
  );
}

function taken(options: readonly Option[]): HTMLElement {
  const entries = options.map(({ text, isRight, share, upper, lower, finding }) =>
    make(
      "li",
      { class: "entries__item" },
      make("span", { lang: "id" }, text),
      isRight && make("span", { class: "badge badge--good" }, words.right),
      make(
        "span",
        { class: "muted" },
        words.sharesOf({ all: percent(share), upper: percent(upper), lower: percent(lower) }),
      ),
      finding && make("strong", {}, FINDINGS[finding][0]),
    )
  );
  return make("ul", { class: "entries", "aria-label": words.options }, ...entries);
}

function reading(enough: number): HTMLElement {
  const figures = [
    [words.attempts, words.attemptsHow({ enough })],
    [words.facility, words.facilityHow],
    [words.discrimination, words.discriminationHow],
    [words.options, words.groupsHow],
    [words.wrongTexts, words.wrongTextsHow],
    [words.itemRest, words.itemRestHow],
    [words.time, words.timeHow],
    [words.setAside, words.setAsideHow],
    [words.reliability, words.reliabilityHow],
  ];
  const told = figures.map(([name, how]) => make("p", {}, make("strong", {}, `${name}.`), ` ${how}`));
  return make("div", { class: "stack stack--tight" }, ...told);
}

function folded(summary: string, content: HTMLElement): HTMLElement {
  return make("details", { class: "fold" }, make("summary", {}, summary), content);
}

function save(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
  make("a", { href: address, download: name }).click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
