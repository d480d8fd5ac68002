/** <jawara-accommodations>: staff give somebody more time for evaluations, change it, and end it. */

import { ask } from "../api.ts";
import { attempt } from "../deeds.ts";
import { actions, button, type Child, focusOn, make, notice, pairs, paragraph } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { momentText, numberText } from "../format.ts";
import {
  type AccommodationParts,
  Accommodations as AccommodationsNow,
  type AccommodationsResult,
  EndAccommodation,
  SetAccommodation,
} from "../generated/documents.ts";
import { labelled } from "../labelled.ts";
import { persistently } from "../retry.ts";
import { put, Screen, show } from "../screen.ts";
import { isSignedIn } from "../session.ts";
import * as words from "#messages/screen-accommodations.ts";

type Loaded = NonNullable<AccommodationsResult["staff"]>;

const FACTORS = [1.25, 1.5, 2, 3];
const MINUTES = [10, 15, 20, 30, 45, 60, 90];

export class Accommodations extends Screen {
  readonly #told = make("div", { class: "told" });
  readonly #listed = make("div", { class: "stack stack--tight" });

  protected start(): void {
    if (isSignedIn()) void this.#load();
  }

  async #load(): Promise<void> {
    const { staff } = await persistently(() => ask(AccommodationsNow, {}));
    if (!staff) return;
    const form = formFor(staff.evaluatedCourses);
    tend(form, async (values) => {
      this.#told.replaceChildren();
      const wanted = { email: text(values, "email"), reason: text(values, "reason") };
      const course = text(values, "course") || null;
      const { problems } =
        (await ask(SetAccommodation, { ...wanted, course, ...more(text(values, "factor")) }))
          .setAccommodation;
      if (problems.length === 0) await this.#done(form);
      return problems;
    });
    const section = make(
      "section",
      { class: "stack stack--tight" },
      make("h2", {}, words.title),
      paragraph(words.how),
      form,
      this.#told,
      this.#listed,
    );
    put(this, [section]);
    put(this.#listed, this.#cards(staff.accommodations));
  }

  async #done(form: HTMLFormElement): Promise<void> {
    form.reset();
    await this.#again();
    const told = notice("good", words.done, paragraph(words.doneHow));
    this.#told.replaceChildren(told);
    focusOn(told);
  }

  #again(): Promise<void> {
    const load = async () => (await ask(AccommodationsNow, {})).staff;
    return show(this.#listed, load, (staff) => staff ? this.#cards(staff.accommodations) : []);
  }

  #cards(standing: readonly AccommodationParts[]): readonly Child[] {
    const title = make("h3", {}, words.standing);
    if (standing.length === 0) return [title, paragraph(words.none)];
    return [title, ...standing.map((one) => this.#card(one))];
  }

  #card({ id, email, fullName, course, factor, minutes, reason, setAt }: AccommodationParts): HTMLElement {
    const told = make("div", { class: "told" });
    const end = async () => {
      const send = async () => (await ask(EndAccommodation, { accommodation: id })).endAccommodation.problems;
      if (await attempt(told, send)) await this.#again();
    };
    return make(
      "article",
      { class: "card" },
      make("h4", { class: "card__title" }, fullName ?? email),
      pairs([
        [words.email, email],
        [words.course, course?.title ?? words.allClasses],
        [words.more, factor === null ? words.minutes({ minutes: minutes ?? 0 }) : times(factor)],
        [words.reason, reason],
        [words.setAt, momentText(setAt)],
      ]),
      told,
      actions(button(words.end, "quiet", end)),
    );
  }
}

function formFor(courses: Loaded["evaluatedCourses"]): HTMLFormElement {
  const classes = courses.map(({ slug, title }) => option(slug, title));
  const amounts = [
    ...FACTORS.map((factor) => option(`x${factor}`, times(factor))),
    ...MINUTES.map((minutes) => option(String(minutes), words.minutes({ minutes }))),
  ];
  return make(
    "form",
    { class: "stack stack--tight", method: "post" },
    labelled("input", "surel-waktu", "email", { label: words.email, missing: words.emailMissing }, {
      type: "email",
      maxlength: 254,
    }),
    labelled("select", "kelas-waktu", "course", { label: words.course, missing: "" }, { required: false }, [
      option("", words.allClasses),
      ...classes,
    ]),
    labelled("select", "tambahan-waktu", "factor", { label: words.more, missing: words.moreMissing }, {}, [
      option("", words.choose),
      ...amounts,
    ]),
    labelled(
      "textarea",
      "alasan-waktu",
      "reason",
      { label: words.reason, hint: words.reasonHint, missing: words.reasonMissing },
      { rows: 3, minlength: 10, maxlength: 1_000 },
    ),
    make("button", { type: "submit", class: "button" }, words.give),
  );
}

function option(value: string, label: string): HTMLOptionElement {
  return make("option", { value }, label);
}

function times(factor: number): string {
  return words.times({ factor: numberText(factor) });
}

/** "x1.5" or "20", as the options say it. */
function more(chosen: string): { factor: number | null; minutes: number | null } {
  if (!chosen.startsWith("x")) return { factor: null, minutes: Number(chosen) };
  return { factor: Number(chosen.slice(1)), minutes: null };
}
