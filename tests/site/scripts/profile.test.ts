import type { ProfileParts } from "../../../site/scripts/generated/documents.ts";
import { Drafts } from "../../../site/scripts/profile/drafts.ts";
import { type Refusal, Saver } from "../../../site/scripts/profile/saver.ts";
import { after, before, firstIncomplete, isPlace, placeFor } from "../../../site/scripts/profile/steps.ts";
import { type Field, inputOf, isoDate, type Value, valueIn } from "../../../site/scripts/profile/values.ts";
import { isUrgent, timeLeft } from "../../../site/scripts/rights/requests.ts";
import { memoryStore } from "../../../site/scripts/storage.ts";
import { Unreachable } from "../../../site/scripts/transport.ts";
import { equals } from "./claims.ts";

type Save = (field: Field, value: Value) => Promise<Refusal>;

function desk(save: Save) {
  const store = memoryStore();
  const drafts = new Drafts(store, "account-1");
  const told: string[] = [];
  const pauses: number[] = [];
  const wait = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
  const onChange = (field: Field, state: string) => void told.push(`${field} ${state}`);
  return { store, drafts, told, pauses, saver: new Saver(drafts, { save, onChange, wait }) };
}

const accept: Save = () => Promise.resolve(null);
const turn = () => new Promise((resolve) => setTimeout(resolve));

function standing(...incomplete: string[]) {
  const kinds = ["CONSENT", "PERSON", "ADDRESS", "GROUP", "NAME"] as const;
  return {
    steps: kinds.map((kind) => ({ kind, isComplete: !incomplete.includes(kind), isRequired: true })),
  };
}

Deno.test("a reader comes back to the first step that lacks something required", () => {
  equals(firstIncomplete(null), "persetujuan");
  equals(firstIncomplete(standing("ADDRESS", "NAME")), "alamat");
  equals(firstIncomplete(standing()), "selesai");
  equals(placeFor("", standing("GROUP")), "kelompok");
});

Deno.test("a fragment leads to its step, but nothing is asked before consent and nothing is finished too early", () => {
  equals(placeFor("#pribadi", standing("GROUP")), "pribadi");
  equals(placeFor("#nama", null), "persetujuan");
  equals(placeFor("#alamat", standing("CONSENT")), "persetujuan");
  equals(placeFor("#selesai", standing("NAME")), "nama");
  equals(placeFor("#<script>", standing("NAME")), "nama");
});

Deno.test("the way through the steps is one line", () => {
  equals([before("persetujuan"), before("alamat"), after("alamat"), after("nama")], [
    null,
    "pribadi",
    "kelompok",
    "selesai",
  ]);
  equals(["#alamat", "", "#isi"].map(isPlace), [true, true, false]);
});

Deno.test("a field is sent alone, whatever part it belongs to", () => {
  equals(inputOf("regency", "35.15"), { regency: "35.15" });
  equals(inputOf("business.workers", 3), { business: { workers: 3 } });
});

Deno.test("a field is read out of what the server has", () => {
  const profile = {
    fullName: "Siti",
    regency: { code: "35.15", name: "Kabupaten Sidoarjo" },
    cooperative: null,
    business: { name: "Keripik", sector: { code: "C", title: "Industri" } },
    groups: ["BUSINESS"],
  } as unknown as ProfileParts;
  equals(
    ["fullName", "regency", "cooperative.name", "business.sector", "groups"].map((name) =>
      valueIn(profile, name)
    ),
    ["Siti", "35.15", null, "C", ["BUSINESS"]],
  );
});

Deno.test("a birth date is a day that exists", () => {
  equals(isoDate(7, 3, 1990), "1990-03-07");
  equals(isoDate(29, 2, 2000), "2000-02-29");
  equals([isoDate(31, 4, 1990), isoDate(29, 2, 1999), isoDate(1, 1, 90), isoDate(0, 1, 1990)], [
    null,
    null,
    null,
    null,
  ]);
});

Deno.test("what is typed waits under its own account, and what identifies a person waits nowhere", () => {
  const store = memoryStore();
  const drafts = new Drafts(store, "account-1");
  drafts.keep("fullName", "Siti");
  for (const field of ["nik", "phone", "needs", "hasDisability"]) drafts.keep(field, "rahasia");
  equals(drafts.get("fullName"), "Siti");
  equals(
    ["nik", "phone", "needs", "hasDisability"].map((field) => drafts.get(field)),
    [null, null, null, null]
      .map(() => undefined),
  );
  equals(new Drafts(store, "account-2").get("fullName"), undefined);
});

Deno.test("fields are saved one after the other, and what the server has is no draft any more", async () => {
  const sent: string[] = [];
  const { saver, drafts, told } = desk((field, value) => {
    sent.push(`${field}=${value}`);
    return Promise.resolve(null);
  });
  saver.put("fullName", "Siti");
  saver.put("regency", "35.15");
  equals(drafts.get("regency"), "35.15");
  await saver.settled(0);
  await turn();
  equals(sent, ["fullName=Siti", "regency=35.15"]);
  equals([drafts.get("fullName"), drafts.get("regency"), saver.waiting()], [undefined, undefined, []]);
  equals(told, ["fullName saving", "regency saving", "fullName saved", "regency saved"]);
});

Deno.test("a dead network delays a field with growing pauses, says so, and keeps it", async () => {
  let failures = 3;
  const { saver, drafts, told, pauses } = desk(() =>
    failures-- > 0 ? Promise.reject(new Unreachable("offline")) : Promise.resolve(null)
  );
  saver.put("fullName", "Siti");
  equals(drafts.get("fullName"), "Siti");
  await turn();
  equals(pauses, [1_000, 2_000, 4_000]);
  equals(told, ["fullName saving", ...Array(3).fill("fullName waiting"), "fullName saved"]);
});

Deno.test("a field that is changed while it travels is sent again with the newest value", async () => {
  const sent: Value[] = [];
  const { saver, drafts } = desk((_, value) => {
    sent.push(value);
    if (sent.length === 1) saver.put("fullName", "Siti Aminah");
    return Promise.resolve(null);
  });
  saver.put("fullName", "Siti");
  await turn();
  equals(sent, ["Siti", "Siti Aminah"]);
  equals(drafts.get("fullName"), undefined);
});

Deno.test("a refused field keeps what was typed and holds up no other", async () => {
  const { saver, drafts, told } = desk((field) =>
    Promise.resolve(field === "birthDate" ? "Tanggal ini belum tiba." : null)
  );
  saver.put("birthDate", "2090-01-01");
  saver.put("fullName", "Siti");
  await turn();
  equals([saver.refused(), saver.refusalOf("birthDate")], [["birthDate"], "Tanggal ini belum tiba."]);
  equals([drafts.get("birthDate"), drafts.get("fullName")], ["2090-01-01", undefined]);
  equals(told.slice(2), ["birthDate refused", "fullName saved"]);
});

Deno.test("what lost its meaning is not sent", async () => {
  const sent: Field[] = [];
  const { saver, drafts } = desk((field) => {
    sent.push(field);
    return accept(field, null);
  });
  saver.put("regency", "35.15");
  saver.put("village", "35.78.01.1001");
  saver.forget("village");
  await turn();
  equals([sent, drafts.get("village")], [["regency"], undefined]);
});

Deno.test("going on waits for the server, but not for a dead network", async () => {
  const never = () => new Promise<void>(() => undefined);
  const saver = new Saver(new Drafts(memoryStore(), "account-1"), {
    save: () => Promise.reject(new Unreachable("offline")),
    onChange: () => undefined,
    wait: never,
  });
  saver.put("fullName", "Siti");
  await saver.settled(10_000);
  equals(saver.waiting(), ["fullName"]);
});

Deno.test("the clock of a request is read at a glance", () => {
  equals([200_000, 43_199, 1_800, -7_300].map(timeLeft), [
    "55 jam lagi",
    "11 jam lagi",
    "30 menit lagi",
    "terlambat 2 jam",
  ]);
  equals([43_200, 43_199, -1].map(isUrgent), [false, true, true]);
});
