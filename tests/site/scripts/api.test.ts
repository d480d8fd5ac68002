import { ask } from "../../../site/scripts/api.ts";
import { Enrol, Head } from "../../../site/scripts/generated/documents.ts";
import { pauseBefore, persistently } from "../../../site/scripts/retry.ts";
import { isSignedIn, signedIn, signedOut } from "../../../site/scripts/session.ts";
import { Defect, Unreachable } from "../../../site/scripts/transport.ts";
import { equals } from "./claims.ts";

type Reply = (operation: string, token: string | null) => unknown;

const STRANGER = { problems: [{ code: "UNAUTHENTICATED", field: null, message: "Silakan masuk." }] };

/** The network's end: answers each request by its operation and token, and keeps the list of what was asked. */
async function against(reply: Reply, deed: () => Promise<void>): Promise<string[]> {
  const asked: string[] = [];
  const real = globalThis.fetch;
  globalThis.fetch = (_, request) => {
    const { operationName } = JSON.parse(String(request?.body));
    const token = new Headers(request?.headers).get("Authorization")?.replace("Bearer ", "") ?? null;
    asked.push(`${operationName} ${token}`);
    const answer = reply(operationName, token);
    return answer instanceof Response || answer instanceof Error
      ? (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer))
      : Promise.resolve(Response.json({ data: answer }));
  };
  try {
    await deed();
  } finally {
    globalThis.fetch = real;
    signedOut();
  }
  return asked;
}

const refreshed = (accessToken: string | null) => ({
  refreshSession: accessToken ? { accessToken, problems: [] } : { accessToken: null, ...STRANGER },
});

Deno.test("an expired access token is refreshed once and the request repeated once", async () => {
  const reply: Reply = (operation, token) => {
    if (operation === "RefreshSession") return refreshed("fresh");
    return { viewer: token === "fresh" ? { id: "1" } : null };
  };
  const asked = await against(reply, async () => {
    signedIn("old");
    equals((await ask(Head, {})).viewer?.id, "1");
  });
  equals(asked, ["Head old", "RefreshSession null", "Head fresh"]);
});

Deno.test("requests that expire together share one refresh", async () => {
  // Each use of the refresh token makes the one before it invalid: a second one would end the session.
  const reply: Reply = (operation, token) => {
    if (operation === "RefreshSession") return refreshed("fresh");
    return { viewer: token === "fresh" ? { id: "1" } : null };
  };
  const asked = await against(reply, async () => {
    signedIn("old");
    await Promise.all([ask(Head, {}), ask(Head, {}), ask(Head, {})]);
  });
  equals(asked.filter((line) => line.startsWith("RefreshSession")).length, 1);
});

Deno.test("a mutation refused as from a stranger is repeated once after a refresh", async () => {
  const reply: Reply = (operation, token) => {
    if (operation === "RefreshSession") return refreshed("fresh");
    return {
      enrol: token === "fresh" ? { enrolment: null, problems: [] } : { enrolment: null, ...STRANGER },
    };
  };
  const asked = await against(reply, async () => {
    signedIn("old");
    equals((await ask(Enrol, { course: "a" })).enrol.problems, []);
  });
  equals(asked, ["Enrol old", "RefreshSession null", "Enrol fresh"]);
});

Deno.test("when the server no longer knows the session, the person is signed out and told so by the answer", async () => {
  const reply: Reply = (operation) => operation === "RefreshSession" ? refreshed(null) : { viewer: null };
  const asked = await against(reply, async () => {
    signedIn("old");
    equals((await ask(Head, {})).viewer, null);
    equals(isSignedIn(), false);
  });
  equals(asked, ["Head old", "RefreshSession null"]);
});

Deno.test("a refresh that the network or a busy server stops signs nobody out", async () => {
  for (
    const failure of [new TypeError("network"), new Response(null, { status: 503 }), new Response("<html>")]
  ) {
    const reply: Reply = (operation) => operation === "RefreshSession" ? failure : { viewer: null };
    await against(reply, async () => {
      signedIn("old");
      const error = await ask(Head, {}).catch((raised: unknown) => raised);
      equals([error instanceof Unreachable, isSignedIn()], [true, true]);
    });
  }
});

Deno.test("a stranger's request asks for no refresh", async () => {
  const asked = await against(() => ({ viewer: null }), async () => void await ask(Head, {}));
  equals(asked, ["Head null"]);
});

Deno.test("an answer without data is a defect, not a network failure", async () => {
  await against(() => Response.json({ errors: [{ message: "boom" }] }), async () => {
    const error = await ask(Head, {}).catch((raised: unknown) => raised);
    equals(error instanceof Defect, true);
  });
});

Deno.test("what is repeated pauses longer each time, up to half a minute, and only for the network", async () => {
  equals([2, 3, 4, 7, 20].map(pauseBefore), [1_000, 2_000, 4_000, 30_000, 30_000]);
  const pauses: number[] = [];
  const wait = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
  let left = 2;
  const deed = () => left-- > 0 ? Promise.reject(new Unreachable("offline")) : Promise.resolve("done");
  equals(await persistently(deed, { wait }), "done");
  equals(pauses, [1_000, 2_000]);
  const defect = await persistently(() => Promise.reject(new Defect()), { wait }).catch((raised: unknown) =>
    raised
  );
  equals([defect instanceof Defect, pauses.length], [true, 2]);
});
