/** Asking the API, as the person who is signed in or as anybody. */

import type { Operation, ProblemCode, ProblemParts } from "./generated/documents.ts";
import { accessToken, isSignedIn, refresh } from "./session.ts";
import { Defect, post, Unreachable } from "./transport.ts";

/** Ask as anybody: nothing is refreshed and nobody is signed out. */
export function askOpenly<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  return post(operation, variables);
}

/** Ask as the viewer; an expired access token is refreshed once and the request repeated once. */
export async function ask<Result, Variables>(
  operation: Operation<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  if (!accessToken() && isSignedIn()) await refresh();
  const used = accessToken();
  const answer = await post(operation, variables, { token: used });
  if (!isRefusedAsStranger(answer) || !isSignedIn()) return answer;
  // Another request may have refreshed meanwhile: then its token serves.
  if (accessToken() === used && !(await refresh())) return answer;
  return post(operation, variables, { token: accessToken() });
}

/** `viewer: null`, or a mutation's problem, where we believed to be signed in. */
function isRefusedAsStranger(answer: unknown): boolean {
  const fields = Object.entries(answer as Readonly<Record<string, unknown>>);
  return fields.some(([name, value]) =>
    name === "viewer" ? value === null : hasProblem(problemsIn(value), "UNAUTHENTICATED")
  );
}

function problemsIn(payload: unknown): readonly ProblemParts[] {
  const problems = (payload as { readonly problems?: unknown } | null)?.problems;
  return Array.isArray(problems) ? problems : [];
}

export function hasProblem(problems: readonly ProblemParts[], ...codes: readonly ProblemCode[]): boolean {
  return problems.some(({ code }) => codes.includes(code));
}

/** What to tell the reader about an error; a defect of this code is reported to the console besides. */
export function sentenceFor(error: unknown): string {
  if (error instanceof Unreachable || error instanceof Defect) return error.message;
  reportError(error);
  return new Defect().message;
}
