import { ask } from "../../../site/scripts/search/asking.ts";
import { type Entry, Library } from "../../../site/scripts/search/library.ts";
import { marked, snippet } from "../../../site/scripts/search/snippet.ts";
import { isOneLetterOff } from "../../../site/scripts/search/words.ts";
import { equals } from "./claims.ts";

function lesson(title: string, ...sections: [anchor: string, heading: string, text: string][]): Entry {
  return {
    kind: "lesson",
    course: "Koperasi",
    title,
    address: `/kelas/koperasi/${title.toLowerCase().replaceAll(" ", "-")}/`,
    sections: sections.map(([anchor, heading, text]) => ({ anchor, heading, text })),
  };
}

const SHELF = new Library({
  entries: [
    lesson("Memimpin rapat", ["", "", "Siapa memimpin saat gajian."], [
      "suara",
      "Hak suara",
      "Satu anggota, satu suara.",
    ]),
    lesson("Buku kas", ["", "", "Kas dicatat."], ["mengelola", "Mengelola kas", "Pengurus mengelola kas."]),
    lesson("Simpanan", [
      "",
      "",
      "Simpanan anggota dikelola pengurus dengan kas yang terpisah dari kas pribadi.",
    ]),
    lesson("Pajak", ["", "", "Pajak dibayar menurut cara yang berlaku."]),
  ],
  forms: { kelola: "dikelola mengelola", pimpin: "memimpin", catat: "dicatat", bayar: "dibayar" },
  listed: [],
});
const titles = (question: string) => ask(SHELF, question).found.map(({ entry }) => entry.title);

Deno.test("a word finds its root under every affix, typed or written", () => {
  for (const word of ["kelola", "mengelola", "pengelolaan", "kelolalah", "Dikelolanya"]) {
    equals([word, titles(word)], [word, ["Buku kas", "Simpanan"]]);
  }
});

Deno.test("words that share a root find each other, though no lesson has the root", () => {
  equals([titles("menggaji "), titles("gaji ")], [["Memimpin rapat"], ["Memimpin rapat"]]);
});

Deno.test("a title is worth more than a heading, a heading more than a text", () => {
  equals(titles("rapat"), ["Memimpin rapat"]);
  equals(titles("kas"), ["Buku kas", "Simpanan"]);
  equals(titles("kelola")[0], "Buku kas");
});

Deno.test("what is found below a heading is shown there, what is found above all of them at the top", () => {
  const anchors = (question: string) => ask(SHELF, question).found.map(({ section }) => section.anchor);
  equals(anchors("suara"), ["suara"]);
  equals(anchors("memimpin"), [""]);
});

Deno.test("all words are wanted, but the common ones are not worth a refusal", () => {
  equals([titles("pajak cara bayar"), ask(SHELF, "pajak cara").hasAll], [["Pajak"], true]);
  const some = ask(SHELF, "suara pajak");
  equals([some.hasAll, some.found.length], [false, 2]);
});

Deno.test("a word that is still being typed is taken for a beginning, a finished one isn't", () => {
  equals(titles("simp"), ["Simpanan"]);
  equals(titles("simp "), []);
  equals(titles("pajak b"), ["Pajak"]);
});

Deno.test("one slip of the finger in a long word is forgiven and told", () => {
  const { found, corrected } = ask(SHELF, "simpnaan");
  equals([found.map(({ entry }) => entry.title), corrected], [["Simpanan"], ["simpanan"]]);
  equals(titles("pajek"), []);
});

Deno.test("a question without a word finds nothing", () => {
  equals([titles(""), titles(" ?! "), titles("zzz")], [[], [], []]);
});

Deno.test("a question as long as a book is answered by its first words", () => {
  const book = Array.from({ length: 5_000 }, (_, at) => `kata${at}`).join(" ");
  equals(titles(`pajak ${book}`), ["Pajak"]);
});

Deno.test("one letter more, less, another or changed places, and no more than that", () => {
  const near = ["koperasi", "koperas", "kooperasi", "koperbsi", "kopearsi", "ikoperasi"];
  equals(near.map((word) => isOneLetterOff(word, "koperasi")), near.map(() => true));
  const far = ["kopersai1", "kpoerais", "koper", "kooperas", "poperbsi"];
  equals(far.map((word) => isOneLetterOff(word, "koperasi")), far.map(() => false));
});

Deno.test("a snippet is the line with most matches, in whole words around the first", () => {
  const isMatch = (word: string) => word === "kas";
  const text = (pieces: readonly { text: string }[]) => pieces.map((piece) => piece.text).join("");
  equals(text(snippet("Satu baris.\nBuku kas harian.\nAkhir.", isMatch)), "Buku kas harian.");
  const long = `${"sebelum ".repeat(40)}kas ${"sesudah ".repeat(40)}`.trim();
  const short = text(snippet(long, isMatch));
  equals([short.length <= 190, /^… sebelum .* sesudah …$/.test(short), short.includes(" kas ")], [
    true,
    true,
    true,
  ]);
  equals(snippet("", isMatch), []);
});

Deno.test("what is marked is the match and nothing around it", () => {
  equals(marked("Kas, bukan kasir", (word) => word === "kas"), [
    { text: "Kas", isMatch: true },
    { text: ", bukan kasir", isMatch: false },
  ]);
});
