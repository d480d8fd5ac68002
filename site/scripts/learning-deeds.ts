/** What a reader did in a lesson, on its way to the server: the one place that knows how such deeds travel. */

import { ask } from "./api.ts";
import {
  AnswerCheck,
  type AnswerCheckResult,
  type AnswerCheckVariables,
  type Operation,
} from "./generated/documents.ts";
import type { Deed } from "./outbox/deeds.ts";
import { outbox } from "./outbox/door.ts";
import { accessToken, accountId } from "./session.ts";
import { post } from "./transport.ts";

export function tell<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  leaving: boolean,
): Promise<Result> {
  return leaving
    ? post(operation, variables, { token: accessToken(), keepalive: true })
    : ask(operation, variables);
}

export async function answerCheck(answered: AnswerCheckVariables): Promise<AnswerCheckResult["answerCheck"]> {
  return (await ask(AnswerCheck, answered)).answerCheck;
}

/** Keep an answer until there is a network, and hear when it waits no more; null for a visitor's. */
export async function keepCheck(answered: AnswerCheckVariables, settled: () => void): Promise<Deed | null> {
  const account = accountId();
  if (!account) return null;
  const box = await outbox();
  const deed = await box.add(account, "check", answered);
  void box.send();
  void box.settled(deed).then(settled);
  return deed;
}
