import { AnswerSheet, type AskedQuestion } from "../../../site/scripts/evaluation/answers.ts";
import type { AnswerInput } from "../../../site/scripts/generated/documents.ts";
import { memoryStore } from "../../../site/scripts/storage.ts";
import { equals } from "./claims.ts";

const OWNER = "account-1.attempt-1";
const empty = (id: string): AskedQuestion => ({ id, given: null, sequence: 0 });
const chosen = (...choices: string[]): AnswerInput => ({ choices });
const given = (...choices: string[]): AskedQuestion["given"] => ({ choices, text: null, pairs: [] });

function sheet(store = memoryStore(), owner = OWNER, questions = [empty("q1"), empty("q2")]): AnswerSheet {
  return new AnswerSheet(store, owner, questions);
}

Deno.test("an answer waits until the server has acknowledged it, and is saved from then on", () => {
  const answers = sheet();
  equals(answers.stateOf("q1"), "empty");
  answers.put("q1", chosen("a"));
  equals(answers.stateOf("q1"), "waiting");
  const sent = answers.nextWaiting();
  equals(sent, { question: "q1", answer: chosen("a"), sequence: 1 });
  equals(sent && answers.acknowledge(sent, 1), true);
  equals([answers.stateOf("q1"), answers.nextWaiting()], ["saved", null]);
});

Deno.test("every change takes a higher sequence number than all before it, the server's included", () => {
  // The server tells a late repetition from a newer answer by this number alone.
  const answers = sheet(memoryStore(), OWNER, [{ id: "q1", given: given("a"), sequence: 7 }, empty("q2")]);
  answers.put("q2", chosen("x"));
  equals(answers.nextWaiting()?.sequence, 8);
  answers.put("q2", chosen("y"));
  equals(answers.nextWaiting()?.sequence, 9);
});

Deno.test("what the server has not acknowledged is still there after the page is opened again", () => {
  const store = memoryStore();
  sheet(store).put("q2", chosen("b"));
  const reopened = sheet(store);
  equals([reopened.stateOf("q2"), reopened.answerTo("q2")], ["waiting", chosen("b")]);
});

Deno.test("nobody finds the answers of another account on a shared phone", () => {
  const store = memoryStore();
  sheet(store).put("q1", chosen("a"));
  equals(sheet(store, "account-2.attempt-1").stateOf("q1"), "empty");
});

Deno.test("an acknowledgement that comes after the answer was changed leaves the change waiting", () => {
  const answers = sheet();
  answers.put("q1", chosen("a"));
  const sent = answers.nextWaiting();
  answers.put("q1", chosen("b"));
  if (sent) answers.acknowledge(sent, sent.sequence);
  equals([answers.stateOf("q1"), answers.answerTo("q1")], ["waiting", chosen("b")]);
});

Deno.test("an answer that reached the server by another way does not wait a second time", () => {
  // The answer of the server was lost, not the request.
  const store = memoryStore();
  sheet(store).put("q1", chosen("a"));
  const reopened = sheet(store, OWNER, [{ id: "q1", given: given("a"), sequence: 1 }]);
  equals([reopened.stateOf("q1"), reopened.count("waiting")], ["saved", 0]);
});

Deno.test("a newer answer from another device is told, and this phone's older one stops waiting", () => {
  const answers = sheet();
  answers.put("q1", chosen("a"));
  const sent = answers.nextWaiting();
  equals(sent && answers.acknowledge(sent, 5), false);
  equals(answers.nextWaiting(), null);
});

Deno.test("taking every tick away is an answer too, and is sent", () => {
  const answers = sheet(memoryStore(), OWNER, [{ id: "q1", given: given("a", "b"), sequence: 2 }]);
  answers.put("q1", chosen());
  equals(answers.nextWaiting(), { question: "q1", answer: chosen(), sequence: 3 });
});

Deno.test("a closed attempt leaves nothing on the phone", () => {
  const store = memoryStore();
  const answers = sheet(store);
  answers.put("q1", chosen("a"));
  answers.discard();
  equals([answers.count("waiting"), store.get(`jawara.answers.${OWNER}.q1`)], [0, null]);
});

Deno.test("answers of every shape are kept and shown again as they would be sent", () => {
  const pairs = [{ prompt: "k", choice: "j" }];
  const answers = sheet(memoryStore(), OWNER, [
    { id: "q1", given: { choices: [], text: "SHU", pairs: [] }, sequence: 1 },
    { id: "q2", given: { choices: [], text: null, pairs }, sequence: 2 },
    { id: "q3", given: given("b", "a"), sequence: 3 },
    empty("q4"),
  ]);
  const kept = ["q1", "q2", "q3", "q4"].map((id) => answers.answerTo(id));
  equals(kept, [{ text: "SHU" }, { pairs }, chosen("b", "a"), {}]);
  equals([answers.count("saved"), answers.count("empty")], [3, 1]);
});

Deno.test("a field that was emptied is an answer to send, and no answer once it is saved", () => {
  const answers = sheet(memoryStore(), OWNER, [{
    id: "q1",
    given: { choices: [], text: "SHU", pairs: [] },
    sequence: 1,
  }]);
  answers.put("q1", { text: " " });
  const sent = answers.nextWaiting();
  equals(sent, { question: "q1", answer: { text: " " }, sequence: 2 });
  if (sent) answers.acknowledge(sent, 2);
  equals(answers.stateOf("q1"), "empty");
});

Deno.test("an answer that waits since before there were other kinds than choices is still sent", () => {
  // The phone was offline while the site was renewed.
  const store = memoryStore();
  store.set(`jawara.answers.${OWNER}.q1`, '{"choices":["a"],"sequence":4}');
  equals(sheet(store).nextWaiting(), { question: "q1", answer: chosen("a"), sequence: 4 });
});
