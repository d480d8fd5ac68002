// A file that an editor opened and saved at /admin/ differs from before by what the editor changed, and by nothing else.
import { read, type Values, write } from "../../../site/admin/head.ts";
import { equals } from "../scripts/claims.ts";

const FILE = `---
# Pelajaran pertama
id: memilih-bahan   # tetap
judul: "Bahan: mana yang cocok"
menit: 6
# Rujukan
sumber:
  - {judul: "Pedoman Label", penerbit: 'Badan POM', tahun: 2020, tautan: "https://contoh.go.id"}
  # yang lama
  - {judul: Label Pangan, penerbit: Badan POM, tahun: 1999}
untuk: [umkm,   koperasi]
---

Kemasan melindungi isi.

::: cek {#cek-keripik}
- [ ] Warna
  > Label tidak menahan udara.
- [x] Segel
:::
`;

function isRefused(text: string): boolean {
  try {
    read(text);
    return false;
  } catch {
    return true;
  }
}

function saved(change: Values = {}): string {
  return write({ ...read(FILE.trim()), ...change });
}

function sources(): Values[] {
  return read(FILE.trim())["sumber"] as Values[];
}

Deno.test("a file saved without a change keeps every byte", () => {
  equals(saved(), FILE);
});

Deno.test("a changed body leaves the front matter as it is", () => {
  equals(saved({ body: "Baru." }), FILE.slice(0, FILE.indexOf("Kemasan")) + "Baru.\n");
});

Deno.test("a changed value keeps its quotes, and the lines around it", () => {
  equals(saved({ judul: "Bahan: yang awet" }), FILE.replace("mana yang cocok", "yang awet"));
});

Deno.test("notes above, beside and below a changed value stay", () => {
  const file = "---\n# atas\njudul: A # sisi\n\n# antara\nsumber:\n  - {a: b}\n# bawah\n---\nIsi.\n";
  const change = { judul: "B", sumber: [{ a: "c" }] };
  equals(
    write({ ...read(file.trim()), ...change }),
    file.replace("judul: A", "judul: B").replace("b}", "c}"),
  );
});

Deno.test("numbers may come as numbers: the page's fields make them so", () => {
  equals(saved({ menit: 6 }), FILE);
  equals(saved({ menit: 7 }), FILE.replace("menit: 6", "menit: 7"));
});

Deno.test("a changed entry of a list leaves its neighbours alone, comments too", () => {
  const [first, second] = sources();
  equals(saved({ sumber: [{ ...first, tahun: 2021 }, second] }), FILE.replace("2020", "2021"));
});

Deno.test("a new entry is written like the others, without the fields that stayed empty", () => {
  const [first, second] = sources();
  const added = { judul: "Kemasan: dasar", penerbit: "Kemenperin", tahun: 2024, tautan: "" };
  const line = `  - {judul: "Kemasan: dasar", penerbit: Kemenperin, tahun: 2024}\n`;
  equals(saved({ sumber: [first, second, added] }), FILE.replace("untuk:", `${line}untuk:`));
});

Deno.test("an entry that was taken out takes its line along", () => {
  const [first] = sources();
  const start = FILE.indexOf("  # yang lama"), end = FILE.indexOf("untuk:");
  equals(saved({ sumber: [first] }), FILE.slice(0, start) + FILE.slice(end));
});

Deno.test("a field that stayed empty or unticked adds no key, and a cleared one takes its key away", () => {
  equals(saved({ pensiun: false, catatan: "", lain: [] }), FILE);
  equals(saved({ menit: null }), FILE.replace("menit: 6\n", ""));
});

Deno.test("a tick adds its key at the end", () => {
  equals(saved({ pensiun: true }), FILE.replace("koperasi]\n", "koperasi]\npensiun: true\n"));
});

Deno.test("a tick that a file says no to stays as it is written", () => {
  const file = "---\npensiun: false\ntautan:\n---\nIsi.\n";
  equals(write({ ...read(file.trim()), pensiun: false, tautan: "" }), file);
});

Deno.test("yes may be written as people say it, and stays so until the tick is taken out", () => {
  const file = "---\njudul: ya\npensiun: Ya\n---\nIsi.\n";
  const values = read(file.trim(), new Set(["pensiun"]));
  equals([values["judul"], values["pensiun"]], ["ya", true]);
  equals(write(values), file);
  equals(write({ ...values, pensiun: false }), file.replace("pensiun: Ya\n", ""));
  // A class lists under the same key what a lesson only says yes to.
  const list = "---\npensiun: [satu, dua]\n---\nIsi.\n";
  equals(write(read(list.trim(), new Set(["pensiun"]))), list);
  const no = file.replace("Ya", "tidak");
  equals(write({ ...read(no.trim(), new Set(["pensiun"])) }), no);
});

Deno.test("a picture that was chosen is named from the folder of its class", () => {
  const file = "---\ngambar: media/sampul.svg\n---\nIsi.\n";
  equals(
    write({ ...read(file.trim()), gambar: "/media/foto-1.jpg" }),
    file.replace("sampul.svg", "foto-1.jpg"),
  );
});

Deno.test("a key that the page has no field for stays", () => {
  const { judul: _, ...others } = read("---\njudul: A\nkelak: [b,  c]\n---\nIsi.");
  equals(write({ ...others, judul: "D" }), "---\njudul: D\nkelak: [b,  c]\n---\nIsi.\n");
});

Deno.test("a new file has its keys in the order of the fields, and quotes only where they are needed", () => {
  const file = write({
    id: "gudang",
    judul: 'Gudang "rapi"',
    ringkasan: "Isi: satu",
    menit: 5,
    sumber: [],
    body: "Isi.",
  });
  equals(file, `---\nid: gudang\njudul: Gudang "rapi"\nringkasan: "Isi: satu"\nmenit: 5\n---\nIsi.\n`);
});

Deno.test("a file without a body, and lines of the body that look like a fence, are read", () => {
  equals(write(read("---\njudul: A\n---")), "---\njudul: A\n---\n\n");
  equals(read("---\njudul: A\n---\nSatu\n\n---\n\nDua")["body"], "Satu\n\n---\n\nDua");
});

Deno.test("what can't be read is refused before anybody works on it", () => {
  const broken = ["Isi tanpa pembuka.", "---\njudul: [a\n---\nIsi.", "---\njudul: A\njudul: B\n---\nIsi."];
  equals(broken.map(isRefused), [true, true, true]);
});
