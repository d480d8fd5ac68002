/** The kinds of deeds: how each is sent, and which answers of the office are its last word. */

import {
  AnswerCheck,
  CompleteLesson,
  Enrol,
  NoteWatched,
  type Operation,
  type ProblemCode,
  SaveAnswer,
  SubmitAttempt,
} from "../generated/documents.ts";
import type { KindName, Problem, Receipt, Said } from "./deeds.ts";

/** A question to the office, asked as the owner of the deed. */
export type Ask = <Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
) => Promise<Result>;

export interface Verdict {
  readonly problems: readonly Problem[];
  readonly receipt?: Receipt | null;
}

interface Kind<Words> {
  /** Two deeds of one kind about the same thing: only the newer one is sent. */
  about(said: Words): string;
  group(said: Words): string;
  /** `age`: how many seconds ago it was done. */
  send(said: Words, ask: Ask, age: number): Promise<Verdict>;
  /** With such a problem it will never be accepted. Whatever else stands in the way passes, and the deed waits. */
  readonly final: readonly ProblemCode[];
  /** Whether it stays on the phone, with its receipt, until its group is closed. */
  readonly stays: boolean;
}

export const KINDS: { readonly [Name in KindName]: Kind<Said[Name]> } = {
  lesson: {
    about: ({ course, lesson }) => `${course}/${lesson}`,
    group: ({ course }) => course,
    send: complete,
    // LESSON_UNMET: that it was read is noted. LESSON_LOCKED: another lesson comes first.
    final: ["NOT_FOUND", "INVALID_INPUT", "LESSON_UNMET", "LESSON_LOCKED"],
    stays: false,
  },
  answer: {
    about: ({ attempt, question }) => `${attempt}/${question}`,
    group: ({ attempt }) => attempt,
    async send({ spent, ...said }, ask, ageSeconds) {
      const { saveAnswer } = await ask(SaveAnswer, { ...said, ageSeconds, spentSeconds: spent });
      const { problems, sequence, receipt } = saveAnswer;
      return {
        problems,
        receipt: sequence === null ? null : { sequence, savedAt: receipt?.savedAt ?? null },
      };
    },
    final: ["NOT_FOUND", "INVALID_INPUT", "ATTEMPT_CLOSED", "TIME_OVER"],
    stays: true,
  },
  submit: {
    about: ({ attempt }) => attempt,
    group: ({ attempt }) => attempt,
    async send({ attempt }, ask) {
      const { problems } = (await ask(SubmitAttempt, { attempt })).submitAttempt;
      // Closed already is what was wanted.
      return { problems: problems.filter(({ code }) => code !== "ATTEMPT_CLOSED") };
    },
    final: ["NOT_FOUND", "INVALID_INPUT"],
    stays: true,
  },
  watched: {
    about: ({ course, lesson, video }) => `${course}/${lesson}/${video}`,
    group: ({ course }) => course,
    async send(said, ask) {
      const { problems } = (await ask(NoteWatched, said)).noteWatched;
      // Without a network pages tell of every video; only those that a participant must watch are noted.
      return { problems: problems.filter(({ code }) => code !== "NOT_FOUND" && code !== "NOT_ENROLLED") };
    },
    final: ["INVALID_INPUT"],
    stays: false,
  },
  check: {
    about: ({ course, lesson, check }) => `${course}/${lesson}/${check}`,
    group: ({ course }) => course,
    send: async (said, ask) => (await ask(AnswerCheck, said)).answerCheck,
    final: ["NOT_FOUND", "INVALID_INPUT"],
    stays: false,
  },
};

/** Whoever reads without having enrolled is enrolled on the way. */
async function complete({ course, lesson }: Said["lesson"], ask: Ask): Promise<Verdict> {
  const { completeLesson } = await ask(CompleteLesson, { course, lesson });
  if (!completeLesson.problems.some(({ code }) => code === "NOT_ENROLLED")) return completeLesson;
  const { enrol } = await ask(Enrol, { course });
  return enrol.enrolment ? (await ask(CompleteLesson, { course, lesson })).completeLesson : enrol;
}
