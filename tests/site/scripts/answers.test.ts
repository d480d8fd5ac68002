import { AnswerSheet, type AskedQuestion } from "../../../site/scripts/evaluation/answers.ts";
import type { AnswerInput } from "../../../site/scripts/generated/documents.ts";
import type { Deed, Receipt } from "../../../site/scripts/outbox/deeds.ts";
import { equals } from "./claims.ts";

const AT = "2026-03-02T02:00:00Z";
const empty = (id: string): AskedQuestion => ({ id, given: null, sequence: 0, savedAt: null });
const chosen = (...choices: string[]): AnswerInput => ({ choices });
const given = (...choices: string[]): AskedQuestion["given"] => ({ choices, text: null, pairs: [] });
const answered = (id: string, sequence: number, ...choices: string[]): AskedQuestion => ({
  id,
  given: given(...choices),
  sequence,
  savedAt: AT,
});

function sheet(questions = [empty("q1"), empty("q2")]): AnswerSheet {
  return new AnswerSheet(questions, 7);
}

function deed(
  said: { readonly question: string; readonly answer: AnswerInput; readonly sequence: number },
  state: Deed["state"] = "waiting",
  receipt: Receipt | null = null,
): Deed {
  return {
    order: 1,
    account: "siti",
    kind: "answer",
    about: `a/${said.question}`,
    group: "a",
    said: { ...said, attempt: "a", spent: null },
    made: { office: null, phone: 0 },
    state,
    problem: null,
    receipt,
  };
}

Deno.test("an answer waits until the office has it, and is saved from then on", () => {
  const answers = sheet();
  equals(answers.stateOf("q1"), "empty");
  const said = answers.put("q1", chosen("a"));
  equals(answers.stateOf("q1"), "waiting");
  answers.take([deed(said, "sent", { sequence: said.sequence, savedAt: AT })]);
  equals([answers.stateOf("q1"), answers.savedAt("q1")], ["saved", AT]);
});

Deno.test("every change takes a higher sequence than all before it, the office's included", () => {
  // The server tells a late repetition from a newer answer by this number alone.
  const answers = sheet([answered("q1", 5_000, "a"), empty("q2")]);
  const sequences = ["x", "y"].map((choice) => answers.put("q2", chosen(choice)).sequence);
  equals(sequences, [5 * 1_024 + 7, 6 * 1_024 + 7]);
});

Deno.test("two phones that know the same never use the same sequence", () => {
  // Of equal ones the office would keep the first, and the second phone believe that it kept its own.
  const [one, other] = [3, 4].map((page) => new AnswerSheet([empty("q1")], page).put("q1", chosen("a")));
  equals(one?.sequence === other?.sequence, false);
});

Deno.test("what waits on the phone is there again after a reload, and an older answer of the office is not", () => {
  const answers = sheet([answered("q1", 3, "a"), empty("q2")]);
  answers.take([deed({ question: "q1", answer: chosen("b"), sequence: 1_031 })]);
  equals([answers.stateOf("q1"), answers.answerTo("q1")], ["waiting", chosen("b")]);
});

Deno.test("an acknowledgement that comes after the answer was changed leaves the change waiting", () => {
  const answers = sheet();
  const said = answers.put("q1", chosen("a"));
  answers.put("q1", chosen("b"));
  answers.take([deed(said, "sent", { sequence: said.sequence, savedAt: AT })]);
  equals([answers.stateOf("q1"), answers.answerTo("q1")], ["waiting", chosen("b")]);
});

Deno.test("an answer that reached the office by another way does not wait a second time", () => {
  // The answer of the server was lost, not the request.
  const answers = sheet([answered("q1", 1_031, "a")]);
  answers.take([deed({ question: "q1", answer: chosen("a"), sequence: 1_031 })]);
  equals([answers.stateOf("q1"), answers.count("waiting")], ["saved", 0]);
});

Deno.test("a newer answer from another phone is told once, and this phone's older one stops waiting", () => {
  const answers = sheet();
  const said = answers.put("q1", chosen("a"));
  const overtaken = [deed(said, "sent", { sequence: 9_000, savedAt: AT })];
  equals([answers.take(overtaken), answers.stateOf("q1")], [true, "empty"]);
  answers.renew([answered("q1", 9_000, "z"), empty("q2")]);
  equals([answers.take(overtaken), answers.answerTo("q1")], [false, chosen("z")]);
});

Deno.test("another phone's newer answer is told, too, when the office is asked before this phone has sent", () => {
  const answers = sheet();
  answers.put("q1", chosen("a"));
  equals(answers.renew([answered("q1", 9_000, "z"), empty("q2")]), true);
  equals([answers.stateOf("q1"), answers.answerTo("q1")], ["saved", chosen("z")]);
});

Deno.test("an answer that the office refuses stops waiting; what the office has stands", () => {
  const answers = sheet([answered("q1", 3, "a")]);
  const said = answers.put("q1", chosen("b"));
  answers.take([deed(said, "refused")]);
  equals([answers.stateOf("q1"), answers.answerTo("q1")], ["saved", chosen("a")]);
});

Deno.test("an older view of the office never takes back what it has acknowledged", () => {
  // A page that was asked for before the answer was sent comes after it.
  const answers = sheet();
  const said = answers.put("q1", chosen("a"));
  answers.take([deed(said, "sent", { sequence: said.sequence, savedAt: AT })]);
  answers.renew([empty("q1"), empty("q2")]);
  equals(answers.answerTo("q1"), chosen("a"));
});

Deno.test("answers of every shape are shown again as they would be sent", () => {
  const pairs = [{ prompt: "k", choice: "j" }];
  const answers = sheet([
    { id: "q1", given: { choices: [], text: "SHU", pairs: [] }, sequence: 1, savedAt: AT },
    { id: "q2", given: { choices: [], text: null, pairs }, sequence: 2, savedAt: AT },
    answered("q3", 3, "b", "a"),
    empty("q4"),
  ]);
  const kept = ["q1", "q2", "q3", "q4"].map((id) => answers.answerTo(id));
  equals(kept, [{ text: "SHU" }, { pairs }, chosen("b", "a"), {}]);
  equals([answers.count("saved"), answers.count("empty")], [3, 1]);
});

Deno.test("taking every tick away is an answer to send, and no answer once it is saved", () => {
  const answers = sheet([answered("q1", 2, "a", "b")]);
  const said = answers.put("q1", chosen());
  equals([said.answer, answers.stateOf("q1")], [chosen(), "waiting"]);
  answers.take([deed(said, "sent", { sequence: said.sequence, savedAt: AT })]);
  equals(answers.stateOf("q1"), "empty");
});
