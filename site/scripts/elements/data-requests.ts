/** <jawara-data-requests>: requests about personal data that wait for the office, the most urgent first. */

import { ask } from "../api.ts";
import { make, notice, pairs, paragraph } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { momentText } from "../format.ts";
import {
  AnswerDataRequest,
  OpenDataRequests,
  type OpenDataRequestsResult,
  type ProblemParts,
} from "../generated/documents.ts";
import { persistently } from "../retry.ts";
import { isUrgent, KINDS, timeLeft } from "../rights/requests.ts";
import { put, Screen } from "../screen.ts";
import { isSignedIn } from "../session.ts";
import * as words from "#messages/screen-rights.ts";

type Waiting = NonNullable<OpenDataRequestsResult["staff"]>["dataRequests"][number];

export class DataRequests extends Screen {
  #clocks: readonly (() => void)[] = [];

  protected start(): void {
    setInterval(() => this.#clocks.forEach((tick) => tick()), 60_000);
    if (isSignedIn()) void this.#load();
  }

  async #load(): Promise<void> {
    // The desk beside this list has the alert; here it is enough to say what is missing until it comes.
    const onWait = () => put(this, [paragraph(words.requestsLoading)]);
    const { staff } = await persistently(() => ask(OpenDataRequests, {}), { onWait });
    this.#draw(staff?.dataRequests ?? []);
  }

  #draw(waiting: readonly Waiting[]): void {
    const began = performance.now();
    const cards = waiting.map((request) => card(request, () => this.#answered()));
    this.#clocks = cards.map(({ tick }) => () => tick((performance.now() - began) / 1_000));
    const section = make(
      "section",
      { class: "stack stack--tight" },
      make("h2", {}, words.requestsTitle),
      paragraph(words.requestsWaiting({ count: waiting.length })),
      ...cards.map(({ element }) => element),
    );
    put(this, [waiting.length > 0 && section]);
  }

  async #answered(): Promise<void> {
    await this.#load();
    this.prepend(
      notice("good", words.answerSent, paragraph(words.answerSentHow)),
    );
  }
}

function card(request: Waiting, after: () => Promise<void>) {
  const { id, email, kind, askedAt, dueAt, secondsLeft } = request;
  const clock = make("span", { class: "badge" });
  const tick = (passed: number) => {
    const left = secondsLeft - passed;
    clock.textContent = timeLeft(left);
    clock.classList.toggle("badge--bad", isUrgent(left));
  };
  tick(0);
  const element = make(
    "article",
    { class: "card" },
    make("h3", { class: "card__title" }, `${KINDS[kind]}: ${email}`),
    make("div", {}, clock),
    pairs([[words.requestedAt, momentText(askedAt)], [words.dueAt, momentText(dueAt)], [
      words.requestText,
      request.text,
    ]]),
    answerForm(id, after),
  );
  return { element, tick };
}

function answerForm(request: string, after: () => Promise<void>): HTMLFormElement {
  const id = `jawaban-${request}`;
  const field = make(
    "div",
    { class: "field" },
    make("label", { class: "field__label", for: id }, words.answer),
    make(
      "p",
      { class: "field__hint", id: `${id}-hint` },
      words.answerHint,
    ),
    make("textarea", {
      id,
      name: "answer",
      rows: 3,
      maxlength: 2_000,
      required: true,
      autocomplete: "off",
      "data-missing": words.answerMissing,
      "aria-describedby": `${id}-hint ${id}-error`,
    }),
    make("p", { class: "field__error", id: `${id}-error`, "data-error-for": "answer" }),
  );
  const send = make("button", { type: "submit", class: "button" }, words.sendAnswer);
  const form = make("form", { class: "stack stack--tight", method: "post" }, field, send);
  tend(form, async (values): Promise<readonly ProblemParts[]> => {
    const variables = { request, answer: text(values, "answer") };
    const { problems } = (await ask(AnswerDataRequest, variables)).answerDataRequest;
    if (problems.length === 0) await after();
    return problems;
  });
  return form;
}
