import { AnswerSheet } from "../../../site/scripts/evaluation/answers.ts";
import type { Operation } from "../../../site/scripts/generated/documents.ts";
import { deedsIn } from "../../../site/scripts/outbox/carried.ts";
import type { Deed, KindName, NewDeed, Said } from "../../../site/scripts/outbox/deeds.ts";
import { drain, type Office } from "../../../site/scripts/outbox/drain.ts";
import { KINDS } from "../../../site/scripts/outbox/kinds.ts";
import { MemoryShelf } from "../../../site/scripts/outbox/shelf.ts";
import { blame, Defect, Unreachable } from "../../../site/scripts/transport.ts";
import { equals } from "./claims.ts";

const NOW = { office: Date.parse("2026-03-02T02:00:00Z"), phone: 0 };
const problem = (code: string) => ({ code, field: null, message: `${code}.`, waitSeconds: null });

type Reply = (name: string, variables: Record<string, unknown>) => unknown;

/** A phone whose session is `siti`'s, and an office that answers as `reply` says. */
function phone(reply: Reply, session: string | null = "siti") {
  const shelf = new MemoryShelf();
  const asked: string[] = [];
  const tokens: (string | null)[] = [];
  const office: Office = {
    account: () => session,
    token: (account, stale = null) => {
      tokens.push(stale);
      return Promise.resolve(account === session ? `token-${tokens.length}` : null);
    },
    post: <Result, Variables>({ name }: Operation<Result, Variables>, variables: Variables) => {
      const said = variables as Record<string, unknown>;
      asked.push([name, said["question"] ?? said["lesson"] ?? ""].join(" ").trim());
      return new Promise<Result>((resolve) => resolve(reply(name, said) as Result));
    },
    now: () => NOW,
    blame,
  };
  const add = <Kind extends KindName>(kind: Kind, said: Said[Kind], account = "siti") =>
    shelf.put(newDeed(kind, said, account));
  const send = () => drain("siti", shelf, office, () => undefined);
  const states = async () => (await shelf.all()).map(({ about, state }) => `${about} ${state}`);
  return { shelf, asked, tokens, add, send, states };
}

function newDeed<Kind extends KindName>(kind: Kind, said: Said[Kind], account: string): NewDeed {
  const { about, group } = KINDS[kind];
  const [state, none] = ["waiting", null] as const;
  const named = { account, kind, about: about(said), group: group(said), said };
  return { ...named, made: NOW, state, problem: none, receipt: none } as NewDeed;
}

const answer = (question: string, sequence = 1, attempt = "a1"): Said["answer"] => ({
  attempt,
  question,
  answer: { choices: ["x"] },
  sequence,
  spent: 3,
});

const yes: Reply = (name, variables) => {
  if (name === "SaveAnswer") {
    return { saveAnswer: { sequence: variables["sequence"], receipt: null, problems: [] } };
  }
  if (name === "SubmitAttempt") return { submitAttempt: { attempt: { id: "a1" }, problems: [] } };
  return { completeLesson: { enrolment: {}, problems: [] } };
};

Deno.test("deeds are sent one after the other, in their order; an answer keeps its receipt on the phone", async () => {
  const { add, send, asked, shelf } = phone(yes);
  await add("answer", answer("q2"));
  await add("lesson", { course: "k3", lesson: "satu" });
  await add("answer", answer("q1", 2));
  await add("submit", { attempt: "a1" });
  equals(await send(), "done");
  equals(asked, ["SaveAnswer q2", "CompleteLesson satu", "SaveAnswer q1", "SubmitAttempt"]);
  const left = (await shelf.all()).map(({ kind, state, receipt }) => [kind, state, receipt?.sequence]);
  equals(left, [["answer", "sent", 1], ["answer", "sent", 2], ["submit", "sent", undefined]]);
  equals((await shelf.all())[0]?.receipt?.savedAt, "2026-03-02T02:00:00.000Z");
});

Deno.test("a newer answer to the same question takes the place of one that was not sent", async () => {
  const { add, send, asked, states } = phone(yes);
  await add("answer", answer("q1", 1));
  await add("answer", answer("q2", 2));
  await add("answer", answer("q1", 3));
  equals(await states(), ["a1/q2 waiting", "a1/q1 waiting"]);
  await send();
  equals(asked, ["SaveAnswer q2", "SaveAnswer q1"]);
});

Deno.test("an answer that was changed while it was sent waits again", async () => {
  const phone1 = phone((name, variables) => {
    if (variables["sequence"] === 1) void phone1.add("answer", answer("q1", 2));
    return yes(name, variables);
  });
  await phone1.add("answer", answer("q1", 1));
  await phone1.send();
  const [left] = await phone1.shelf.all();
  equals([phone1.asked, left?.receipt?.sequence], [["SaveAnswer q1", "SaveAnswer q1"], 2]);
});

Deno.test("a dead network drops nothing and stops the sending", async () => {
  const { add, send, asked, states } = phone(() => {
    throw new Unreachable("offline");
  });
  await add("answer", answer("q1"));
  await add("submit", { attempt: "a1" });
  equals([await send(), asked], ["unreachable", ["SaveAnswer q1"]]);
  equals(await states(), ["a1/q1 waiting", "a1 waiting"]);
});

Deno.test("too many requests are as good as no network", async () => {
  const { add, send, states } = phone(() => ({
    saveAnswer: { sequence: null, problems: [problem("TOO_MANY_REQUESTS")] },
  }));
  await add("answer", answer("q1"));
  equals([await send(), await states()], ["unreachable", ["a1/q1 waiting"]]);
});

Deno.test("an expired session is renewed once; without one the deeds wait for their owner", async () => {
  // A session that ended is no reason to lose work.
  const stranger = { saveAnswer: { sequence: null, problems: [problem("UNAUTHENTICATED")] } };
  let isExpired = true;
  const renewed = phone((name, variables) => {
    if (!isExpired) return yes(name, variables);
    isExpired = false;
    return stranger;
  });
  await renewed.add("answer", answer("q1"));
  equals([await renewed.send(), renewed.tokens], ["done", [null, "token-1"]]);
  const ended = phone(() => stranger);
  await ended.add("answer", answer("q1"));
  equals([await ended.send(), await ended.states()], ["stranger", ["a1/q1 waiting"]]);
});

Deno.test("nobody sends what another account did on this phone", async () => {
  const { add, send, asked, states } = phone(yes);
  await add("answer", answer("q1"), "budi");
  await add("lesson", { course: "k3", lesson: "satu" }, "budi");
  equals([await send(), asked], ["done", []]);
  equals(await states(), ["a1/q1 waiting", "k3/satu waiting"]);
});

Deno.test("nothing is sent with the session of somebody else", async () => {
  // Between two deeds another person may sign in, in another tab.
  const { add, send, asked } = phone(yes, "budi");
  await add("answer", answer("q1"));
  equals([await send(), asked], ["stranger", []]);
});

Deno.test("the office's last word is kept with its sentence; the rest is sent", async () => {
  const { add, send, shelf, asked } = phone((name, variables) =>
    variables["question"] === "q1"
      ? { saveAnswer: { sequence: null, problems: [problem("INVALID_INPUT")] } }
      : yes(name, variables)
  );
  await add("answer", answer("q1"));
  await add("answer", answer("q2", 2));
  equals(await send(), "done");
  const [first] = await shelf.all();
  equals([first?.state, first?.problem?.message, asked.length], ["refused", "INVALID_INPUT.", 2]);
  await send();
  equals(asked.length, 2);
});

Deno.test("what passes holds up its own group alone, and is tried again the next time", async () => {
  const { add, send, asked, shelf } = phone((name, variables) =>
    variables["course"] === "k3"
      ? { completeLesson: { enrolment: null, problems: [problem("PROFILE_REQUIRED")] } }
      : yes(name, variables)
  );
  await add("lesson", { course: "k3", lesson: "satu" });
  await add("lesson", { course: "k3", lesson: "dua" });
  await add("answer", answer("q1"));
  equals([await send(), asked], ["done", ["CompleteLesson satu", "SaveAnswer q1"]]);
  equals((await shelf.all())[0]?.problem?.code, "PROFILE_REQUIRED");
  await send();
  equals(asked.slice(2), ["CompleteLesson satu"]);
});

Deno.test("a defect at the office drops nothing; one of ours is not hidden", async () => {
  const broken = phone(() => {
    throw new Defect();
  });
  await broken.add("answer", answer("q1"));
  equals([await broken.send(), await broken.states()], ["done", ["a1/q1 waiting"]]);
  const ours = phone(() => {
    throw new TypeError("ours");
  });
  await ours.add("answer", answer("q1"));
  equals(await ours.send().catch((error) => error.message), "ours");
});

Deno.test("an attempt that is closed already is handed in; an answer for it is refused", async () => {
  const { add, send, states } = phone((name) =>
    name === "SubmitAttempt"
      ? { submitAttempt: { attempt: null, problems: [problem("ATTEMPT_CLOSED")] } }
      : { saveAnswer: { sequence: null, problems: [problem("ATTEMPT_CLOSED")] } }
  );
  await add("answer", answer("q1"));
  await add("submit", { attempt: "a1" });
  await send();
  equals(await states(), ["a1/q1 refused", "a1 sent"]);
});

Deno.test("who reads without having enrolled is enrolled on the way", async () => {
  let isEnrolled = false;
  const { add, send, asked, shelf } = phone((name, variables) => {
    if (name === "Enrol") {
      isEnrolled = true;
      return { enrol: { enrolment: {}, problems: [] } };
    }
    return isEnrolled
      ? yes(name, variables)
      : { completeLesson: { enrolment: null, problems: [problem("NOT_ENROLLED")] } };
  });
  await add("lesson", { course: "k3", lesson: "satu" });
  equals([await send(), (await shelf.all()).length], ["done", 0]);
  equals(asked, ["CompleteLesson satu", "Enrol", "CompleteLesson satu"]);
});

Deno.test("a lesson that asks for more is not sent again", async () => {
  // The office noted that it was read; what is missing completes it by itself.
  for (const code of ["LESSON_UNMET", "LESSON_LOCKED"]) {
    const { add, send, states, asked } = phone(() => ({ completeLesson: { problems: [problem(code)] } }));
    await add("lesson", { course: "k3", lesson: "satu" });
    equals([await send(), await send(), asked.length], ["done", "done", 1]);
    equals(await states(), ["k3/satu refused"]);
  }
});

Deno.test("how far a video was watched is told once, and only where somebody asks for it", async () => {
  const told: unknown[] = [];
  const { add, send, shelf } = phone((_, { video, percent }) => {
    told.push([video, percent]);
    return { noteWatched: { lesson: null, problems: video === "any" ? [problem("NOT_FOUND")] : [] } };
  });
  const watched = { course: "k3", lesson: "satu", transcriptRead: false };
  for (const percent of [20, 40]) await add("watched", { ...watched, video: "harga", percent });
  await add("watched", { ...watched, video: "any", percent: 10 });
  equals([await send(), told], ["done", [["harga", 40], ["any", 10]]]);
  equals(await shelf.all(), []);
});

Deno.test("an answer to a check completes the lesson that waits behind it", async () => {
  let isAnswered = false;
  const { add, send, shelf } = phone((name) => {
    if (name === "CompleteLesson") {
      return { completeLesson: { problems: isAnswered ? [] : [problem("LESSON_UNMET")] } };
    }
    isAnswered = true;
    return { answerCheck: { outcome: null, lesson: null, problems: [] } };
  });
  await add("check", { course: "k3", lesson: "satu", check: "cek", answer: { choices: ["a"] } });
  await add("lesson", { course: "k3", lesson: "satu" });
  equals([await send(), await shelf.all()], ["done", []]);
});

Deno.test("what phones kept before there was an outbox is taken over", () => {
  // The phone was offline while the site was renewed.
  const lessons = deedsIn("jawara.lessons.0190-siti", '[{"course":"k3","lesson":"satu"}]');
  const answers = deedsIn("jawara.answers.0190-siti.a1.q.1", '{"choices":["a"],"sequence":4}');
  const told = ({ account, kind, about, state }: Omit<Deed, "order">) => [account, kind, about, state];
  equals(lessons.map(told), [["0190-siti", "lesson", "k3/satu", "waiting"]]);
  equals(answers.map(told), [["0190-siti", "answer", "a1/q.1", "waiting"]]);
  equals(answers[0]?.said, { ...answer("q.1", 4), answer: { choices: ["a"] }, spent: null });
  equals(deedsIn("jawara.signedIn", "1"), []);
});

/** The same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % below;
  };
}

Deno.test("whatever the network does, at the end the office has the last answer to each question", async () => {
  // Requests are lost on the way there, answers on the way back, pages are loaded again in between.
  for (let seed = 1; seed <= 200; seed++) {
    const pick = chance(seed);
    const office = new Map<string, { readonly answer: unknown; readonly sequence: number }>();
    let isGood = false;
    const { shelf, add, send } = phone((name, variables) => {
      const fate = isGood ? 2 : pick(4);
      if (fate === 0) throw new Unreachable("offline");
      const { question, answer, sequence } = variables as Said["answer"];
      if (sequence > (office.get(question)?.sequence ?? 0)) office.set(question, { answer, sequence });
      if (fate === 1) throw new Unreachable("slow");
      return yes(name, { ...variables, sequence: office.get(question)?.sequence });
    });
    const opened = async () => {
      const asked = ["q1", "q2", "q3"].map((id) => {
        const { answer, sequence = 0 } = office.get(id) ?? {};
        const given = answer ? { choices: [], text: null, pairs: [], ...answer as object } : null;
        return { id, given, sequence, savedAt: null };
      });
      const sheet = new AnswerSheet(asked, pick(1_024));
      sheet.take(await shelf.all());
      return sheet;
    };
    const last = new Map<string, unknown>();
    let sheet = await opened();
    for (let step = 0; step < 30; step++) {
      const question = `q${1 + pick(3)}`;
      const answer = { text: `${seed}.${step}` };
      last.set(question, answer);
      await add("answer", { ...sheet.put(question, answer), attempt: "a1", spent: null });
      if (pick(2)) await send();
      sheet.take(await shelf.all());
      if (pick(5) === 0) sheet = await opened();
    }
    isGood = true;
    await send();
    sheet.take(await shelf.all());
    const differs = [...last].filter(([id, answer]) =>
      JSON.stringify([answer, answer]) !== JSON.stringify([office.get(id)?.answer, sheet.answerTo(id)])
    );
    equals([seed, differs, sheet.count("waiting")], [seed, [], 0]);
  }
});
