import {
  bytesFrom,
  canUsePasskeys,
  creationOptions,
  credentialJson,
  PasskeyRefused,
  requestOptions,
  textFrom,
} from "../../../site/scripts/passkeys.ts";
import { equals } from "./claims.ts";

// Deno knows no passkeys: what is tried here is the way for browsers without the JSON forms.
const bytes = (...values: number[]) => Uint8Array.from(values).buffer;
const list = (source: BufferSource | undefined) => [...(source as Uint8Array)];

Deno.test("bytes survive base64url in both directions, without padding", () => {
  const all = Uint8Array.from({ length: 256 }, (_, value) => value);
  equals([...bytesFrom(textFrom(all.buffer))], [...all]);
  equals(textFrom(bytes(251, 255, 190)), "-_--");
  equals(textFrom(bytes(1)), "AQ");
  equals([...bytesFrom("AQ")], [1]);
});

Deno.test("the options for a new passkey become bytes where the browser wants bytes", () => {
  const options = creationOptions(JSON.stringify({
    challenge: "AQID",
    rp: { id: "si-jawara.example", name: "Si-Jawara+" },
    user: { id: "BAU", name: "bu.sri@contoh.example", displayName: "" },
    pubKeyCredParams: [{ type: "public-key", alg: -7 }],
    excludeCredentials: [{ id: "Bgc", type: "public-key" }],
  }));
  equals([list(options.challenge), list(options.user.id)], [[1, 2, 3], [4, 5]]);
  equals(options.excludeCredentials?.map(({ id }) => list(id)), [[6, 7]]);
  equals([options.rp.id, options.user.name], ["si-jawara.example", "bu.sri@contoh.example"]);
});

Deno.test("the options for a passkey that is there may name none", () => {
  const options = requestOptions(JSON.stringify({ challenge: "AQID", rpId: "si-jawara.example" }));
  equals([list(options.challenge), options.allowCredentials], [[1, 2, 3], undefined]);
});

Deno.test("what the passkey answered travels as text", () => {
  const response = {
    clientDataJSON: bytes(1),
    authenticatorData: bytes(2),
    signature: bytes(3),
    userHandle: null,
  };
  const credential = {
    id: "Bgc",
    rawId: bytes(6, 7),
    type: "public-key",
    authenticatorAttachment: "platform",
    response,
    getClientExtensionResults: () => ({}),
  };
  equals(credentialJson(credential as unknown as PublicKeyCredential), {
    id: "Bgc",
    rawId: "Bgc",
    type: "public-key",
    authenticatorAttachment: "platform",
    response: { clientDataJSON: "AQ", authenticatorData: "Ag", signature: "Aw" },
    clientExtensionResults: {},
  });
});

Deno.test("a refusal of the browser is told in words, never by its name", () => {
  const said = (ceremony: "make" | "show", name: string) =>
    new PasskeyRefused(ceremony, new DOMException("x", name)).message;
  equals(said("make", "InvalidStateError").startsWith("Perangkat ini sudah menyimpan"), true);
  equals(said("make", "NotAllowedError").includes("dibatalkan"), true);
  equals(said("show", "NotAllowedError").includes("cara lain"), true);
  equals(said("show", "SecurityError").startsWith("Peramban ini tidak dapat memakai"), true);
  equals(new PasskeyRefused("make", null).message.startsWith("Perangkat atau peramban"), true);
});

Deno.test("where the browser knows no passkeys none are offered", () => {
  equals(canUsePasskeys(), false);
});
