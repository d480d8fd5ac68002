/** What a reader did in a lesson, on its way to the server: the one place that knows how such deeds travel. */

import { ask } from "./api.ts";
import {
  AnswerCheck,
  type AnswerCheckResult,
  type AnswerCheckVariables,
  type Operation,
} from "./generated/documents.ts";
import { persistently } from "./retry.ts";
import { accessToken } from "./session.ts";
import { post } from "./transport.ts";

const TRIES = 3;

/** `variables` are asked for anew at each try: a place grows older while the network is away. */
export function tell<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: () => Variables,
  leaving: boolean,
): Promise<Result> {
  return leaving
    ? post(operation, variables(), { token: accessToken(), keepalive: true })
    : persistently(() => ask(operation, variables()), { tries: TRIES });
}

export async function answerCheck(answered: AnswerCheckVariables): Promise<AnswerCheckResult["answerCheck"]> {
  return (await ask(AnswerCheck, answered)).answerCheck;
}
