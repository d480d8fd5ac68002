import { AnswerSheet, type WaitingAnswer } from "../../../site/scripts/evaluation/answers.ts";
import { type SaveOutcome, Sender } from "../../../site/scripts/evaluation/sender.ts";
import { memoryStore } from "../../../site/scripts/storage.ts";
import { Unreachable } from "../../../site/scripts/transport.ts";
import { equals } from "./claims.ts";

function desk(save: (answer: WaitingAnswer) => Promise<SaveOutcome>) {
  const questions = ["q1", "q2", "q3"].map((id) => ({ id, given: null, sequence: 0 }));
  const sheet = new AnswerSheet(memoryStore(), "account.attempt", questions);
  const states: string[] = [];
  const pauses: number[] = [];
  const wait = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
  const sender: Sender = new Sender(sheet, { save, wait, onChange: () => void states.push(sender.state) });
  return { sheet, sender, states, pauses };
}

const accept = (answer: WaitingAnswer): Promise<SaveOutcome> =>
  Promise.resolve({ kind: "saved", sequence: answer.sequence });

Deno.test("answers are sent one after the other, in the order they were given", async () => {
  const sent: string[] = [];
  const { sheet, sender } = desk((answer) => {
    sent.push(answer.question);
    return accept(answer);
  });
  sheet.put("q3", { choices: ["a"] });
  sheet.put("q1", { choices: ["b"] });
  await sender.send();
  equals([sent, sender.state, sheet.count("saved")], [["q3", "q1"], "idle", 2]);
});

Deno.test("a dead network delays an answer with growing pauses and never drops it", async () => {
  let failures = 3;
  const { sheet, sender, pauses, states } = desk((answer) =>
    failures-- > 0 ? Promise.reject(new Unreachable("offline")) : accept(answer)
  );
  sheet.put("q1", { choices: ["a"] });
  await sender.send();
  equals([pauses, sheet.stateOf("q1")], [[1000, 2000, 4000], "saved"]);
  equals(states.includes("unreachable"), true);
});

Deno.test("two calls at once send each answer once", async () => {
  let calls = 0;
  const { sheet, sender } = desk((answer) => {
    calls += 1;
    return accept(answer);
  });
  sheet.put("q1", { choices: ["a"] });
  await Promise.all([sender.send(), sender.send()]);
  equals(calls, 1);
});

Deno.test("a refused answer stays on the phone, and the server's sentence is kept for the screen", async () => {
  // Signing in again must be able to send it.
  const { sheet, sender } = desk(() => Promise.resolve({ kind: "refused", message: "Silakan masuk." }));
  sheet.put("q1", { choices: ["a"] });
  await sender.send();
  equals([sender.state, sender.refusal, sheet.stateOf("q1")], ["refused", "Silakan masuk.", "waiting"]);
});

Deno.test("a closed attempt stops the sending", async () => {
  let calls = 0;
  const { sheet, sender } = desk(() => {
    calls += 1;
    return Promise.resolve({ kind: "closed" });
  });
  sheet.put("q1", { choices: ["a"] });
  sheet.put("q2", { choices: ["a"] });
  await sender.send();
  equals([sender.state, calls], ["closed", 1]);
});

Deno.test("a newer answer from another device is told", async () => {
  const { sheet, sender } = desk(() => Promise.resolve({ kind: "saved", sequence: 40 }));
  sheet.put("q1", { choices: ["a"] });
  await sender.send();
  equals(sender.state, "overtaken");
});
