/** <jawara-submission>: staff look up what was handed in, by the code that a participant reads out. */

import { ask } from "../api.ts";
import { focusOn, make, pairs, paragraph } from "../dom.ts";
import { tend, text } from "../forms.ts";
import { momentText } from "../format.ts";
import { LookUpSubmission, type LookUpSubmissionResult, WhoLooks } from "../generated/documents.ts";
import { labelled } from "../labelled.ts";
import { persistently } from "../retry.ts";
import { put, Screen } from "../screen.ts";
import { isSignedIn } from "../session.ts";
import * as words from "#messages/screen-submission.ts";

type Submission = NonNullable<LookUpSubmissionResult["lookUpSubmission"]["submission"]>;

export class SubmissionLookUp extends Screen {
  readonly #found = make("div", { class: "told" });

  protected start(): void {
    if (isSignedIn()) void this.#load();
  }

  async #load(): Promise<void> {
    const { viewer } = await persistently(() => ask(WhoLooks, {}));
    if (viewer?.role !== "STAFF") return;
    const form = make(
      "form",
      { class: "stack stack--tight", method: "post" },
      labelled("input", "kode-bukti", "code", {
        label: words.code,
        hint: words.codeHint,
        missing: words.missing,
      }, {
        autocapitalize: "characters",
        spellcheck: "false",
        maxlength: 40,
      }),
      make("button", { type: "submit", class: "button" }, words.find),
    );
    tend(form, async (values) => {
      this.#found.replaceChildren();
      const { submission, problems } =
        (await ask(LookUpSubmission, { code: text(values, "code") })).lookUpSubmission;
      if (submission) this.#tell(submission);
      return problems;
    });
    const section = make(
      "section",
      { class: "stack stack--tight" },
      make("h2", {}, words.title),
      paragraph(words.how),
      form,
      this.#found,
    );
    put(this, [section]);
  }

  #tell(found: Submission): void {
    const { fullName, email, answers, questions, lateAnswers, score, passed, handedIn } = found;
    const card = make(
      "article",
      { class: "card", "aria-label": found.code },
      make("h3", { class: "card__title" }, fullName ?? email),
      pairs([
        [words.code, found.code],
        [words.email, email],
        [words.course, words.attemptOf({ course: found.course.title, number: found.number })],
        [words.state, handedIn ? words.handedIn : words.ranOut],
        [words.startedAt, momentText(found.startedAt)],
        [words.deadlineAt, momentText(found.deadlineAt)],
        [words.closedAt, momentText(found.closedAt)],
        [words.answers, words.answersOf({ answers, questions })],
        [words.late, String(lateAnswers)],
        [words.score, passed ? words.scorePassed({ score }) : words.scoreFailed({ score })],
      ]),
    );
    this.#found.replaceChildren(card);
    focusOn(card);
  }
}
