/** <jawara-my-classes>: the classes taken, with progress, and the classes on offer, with the reason. */

import { ask } from "../api.ts";
import { actions, type Child, link, make, notice, paragraph, plainLink } from "../dom.ts";
import { nextDeed, progressBar } from "../enrolment.ts";
import { MyClasses, type MyClassesResult } from "../generated/documents.ts";
import { newerHint, type Updated } from "../newer-release.ts";
import { missingList } from "../requirements.ts";
import { Screen, showToViewer } from "../screen.ts";
import * as words from "#messages/screen-classes.ts";

type Standing = NonNullable<MyClassesResult["viewer"]>;
type Offer = Standing["offers"][number];

export class MyClassesList extends Screen {
  protected start(): void {
    void showToViewer(this, async () => (await ask(MyClasses, {})).viewer, draw);
  }
}

function draw({ enrolments, offers }: Standing): readonly Child[] {
  const open = offers.filter(({ enrolled }) => !enrolled);
  const meant = open.filter(({ meantForYou }) => meantForYou);
  const others = open.filter(({ meantForYou }) => !meantForYou);
  return [
    enrolments.length > 0 && group(words.yours, enrolments.map(enrolmentCard)),
    meant.length > 0 && group(words.forYou, meant.map(offerCard)),
    others.length > 0 && group(meant.length > 0 ? words.others : words.open, others.map(offerCard)),
    enrolments.length + open.length === 0 &&
    notice("info", words.none, paragraph(words.noneHow)),
    enrolments.length + open.length > 0 &&
    make("p", { class: "muted" }, words.choiceFollows, plainLink("/biodata/", words.yourDetails), "."),
  ];
}

function group(title: string, cards: readonly HTMLElement[]): HTMLElement {
  const list = make("div", { class: "cards" }, ...cards);
  return make("section", { class: "stack stack--tight" }, make("h2", {}, title), list);
}

function enrolmentCard(enrolment: Updated): HTMLElement {
  const { course, requirements, certificate } = enrolment;
  const deed = nextDeed(enrolment);
  return make(
    "article",
    { class: "card" },
    make("h3", { class: "card__title" }, plainLink(`/kelas/${course.slug}/`, course.title)),
    make("div", {}, certificate ? badge(words.completed, "good") : badge(words.underWay)),
    progressBar(enrolment),
    newerHint(enrolment),
    actions(link(deed.href, deed.label, "quiet")),
    missingList(requirements),
  );
}

function offerCard({ course, meantForYou, reason }: Offer): HTMLElement {
  return make(
    "article",
    { class: "card" },
    make("h3", { class: "card__title" }, plainLink(`/kelas/${course.slug}/`, course.title)),
    meantForYou && make("div", {}, badge(reason, "good")),
    paragraph(course.summary),
    !meantForYou && paragraph(reason, "muted"),
    make("p", { class: "facts" }, words.length({ hours: course.hours, minutes: course.minutes })),
    actions(link(`/kelas/${course.slug}/`, words.see, "quiet")),
  );
}

function badge(text: string, kind?: "good"): HTMLElement {
  return make("span", { class: kind ? `badge badge--${kind}` : "badge" }, text);
}
