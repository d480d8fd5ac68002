import { AnswerSheet, type AskedQuestion } from "../../../site/scripts/evaluation/answers.ts";
import { memoryStore } from "../../../site/scripts/storage.ts";
import { equals } from "./claims.ts";

const OWNER = "account-1.attempt-1";
const empty = (id: string): AskedQuestion => ({ id, answer: [], sequence: 0 });

function sheet(store = memoryStore(), owner = OWNER, questions = [empty("q1"), empty("q2")]): AnswerSheet {
  return new AnswerSheet(store, owner, questions);
}

Deno.test("an answer waits until the server has acknowledged it, and is saved from then on", () => {
  const answers = sheet();
  equals(answers.stateOf("q1"), "empty");
  answers.choose("q1", ["a"]);
  equals(answers.stateOf("q1"), "waiting");
  const sent = answers.nextWaiting();
  equals(sent, { question: "q1", choices: ["a"], sequence: 1 });
  equals(sent && answers.acknowledge(sent, 1), true);
  equals([answers.stateOf("q1"), answers.nextWaiting()], ["saved", null]);
});

Deno.test("every change takes a higher sequence number than all before it, the server's included", () => {
  // The server tells a late repetition from a newer answer by this number alone.
  const answers = sheet(memoryStore(), OWNER, [{ id: "q1", answer: ["a"], sequence: 7 }, empty("q2")]);
  answers.choose("q2", ["x"]);
  equals(answers.nextWaiting()?.sequence, 8);
  answers.choose("q2", ["y"]);
  equals(answers.nextWaiting()?.sequence, 9);
});

Deno.test("what the server has not acknowledged is still there after the page is opened again", () => {
  const store = memoryStore();
  sheet(store).choose("q2", ["b"]);
  const reopened = sheet(store);
  equals([reopened.stateOf("q2"), reopened.choicesOf("q2")], ["waiting", ["b"]]);
});

Deno.test("nobody finds the answers of another account on a shared phone", () => {
  const store = memoryStore();
  sheet(store).choose("q1", ["a"]);
  equals(sheet(store, "account-2.attempt-1").stateOf("q1"), "empty");
});

Deno.test("an acknowledgement that comes after the answer was changed leaves the change waiting", () => {
  const answers = sheet();
  answers.choose("q1", ["a"]);
  const sent = answers.nextWaiting();
  answers.choose("q1", ["b"]);
  if (sent) answers.acknowledge(sent, sent.sequence);
  equals([answers.stateOf("q1"), answers.choicesOf("q1")], ["waiting", ["b"]]);
});

Deno.test("an answer that reached the server by another way does not wait a second time", () => {
  // The answer of the server was lost, not the request.
  const store = memoryStore();
  sheet(store).choose("q1", ["a"]);
  const reopened = sheet(store, OWNER, [{ id: "q1", answer: ["a"], sequence: 1 }]);
  equals([reopened.stateOf("q1"), reopened.count("waiting")], ["saved", 0]);
});

Deno.test("a newer answer from another device is told, and this phone's older one stops waiting", () => {
  const answers = sheet();
  answers.choose("q1", ["a"]);
  const sent = answers.nextWaiting();
  equals(sent && answers.acknowledge(sent, 5), false);
  equals(answers.nextWaiting(), null);
});

Deno.test("taking every tick away is an answer too, and is sent", () => {
  const answers = sheet(memoryStore(), OWNER, [{ id: "q1", answer: ["a", "b"], sequence: 2 }]);
  answers.choose("q1", []);
  equals(answers.nextWaiting(), { question: "q1", choices: [], sequence: 3 });
});

Deno.test("a closed attempt leaves nothing on the phone", () => {
  const store = memoryStore();
  const answers = sheet(store);
  answers.choose("q1", ["a"]);
  answers.discard();
  equals([answers.count("waiting"), store.get(`jawara.answers.${OWNER}.q1`)], [0, null]);
});
