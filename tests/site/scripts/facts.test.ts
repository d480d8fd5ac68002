import { localPath, safeAddress } from "../../../site/scripts/safe.ts";
import { warningBetween } from "../../../site/scripts/evaluation/countdown.ts";
import {
  certificateCode,
  clockText,
  dateText,
  isWholeCode,
  momentText,
  numberText,
  printedName,
  sizeText,
  untilText,
} from "../../../site/scripts/format.ts";
import { equals } from "./claims.ts";

const HERE = "https://si-jawara.example";

Deno.test("each time mark is said aloud once, when it is passed", () => {
  equals(warningBetween(601, 600), "Sisa waktu 10 menit.");
  equals(warningBetween(600, 599), null);
  equals(warningBetween(61, 60), "Sisa waktu 1 menit.");
});

Deno.test("the clock rounds up and never goes below zero", () => {
  equals([clockText(2700), clockText(59.2), clockText(-3)], ["45:00", "01:00", "00:00"]);
});

Deno.test("how long it is until a moment is rounded up, in the largest unit that has two of it", () => {
  const until = (seconds: number) =>
    untilText(new Date(seconds * 1_000).toISOString(), "1970-01-01T00:00:00Z");
  equals([until(-5), until(1), until(60), until(61)], [
    "dalam 0 menit",
    "dalam 1 menit",
    "dalam 1 menit",
    "dalam 2 menit",
  ]);
  equals([until(90 * 60), until(90 * 60 + 1), until(7_200)], [
    "dalam 90 menit",
    "dalam 2 jam",
    "dalam 2 jam",
  ]);
  equals([until(36 * 3_600), until(36 * 3_600 + 1), until(72 * 3_600)], [
    "dalam 36 jam",
    "dalam 2 hari",
    "dalam 3 hari",
  ]);
});

Deno.test("parts of points are written to the hundredth, whole ones bare", () => {
  equals([numberText(2), numberText(2 / 3), numberText(0.5)], ["2", "0,67", "0,5"]);
});

Deno.test("times are written in Indonesian, in the office's zone", () => {
  equals(dateText("2026-05-20"), "20 Mei 2026");
  equals(momentText("2026-05-19T18:30:00Z"), "20 Mei 2026 pukul 01.30 WIB");
});

Deno.test("a verification code is read as it is printed, however it is typed", () => {
  equals(certificateCode(" k7qf2 9xt4m-3brwd.6hnpa "), "K7QF2-9XT4M-3BRWD-6HNPA");
  equals(certificateCode("oil"), "011");
  equals(isWholeCode("K7QF2-9XT4M-3BRWD-6HNPA"), true);
  equals([isWholeCode("K7QF2-9XT4M"), isWholeCode("K7QF2-9XT4M-3BRWD-6HNPU")], [false, false]);
});

Deno.test("the printed name loses spare spaces and keeps every letter", () => {
  equals(printedName("  Siti   Aminah, S.E. "), "Siti Aminah, S.E.");
});

Deno.test("after signing in nobody is led to another site", () => {
  equals(localPath("/biodata/?a=1#b", HERE), "/biodata/?a=1#b");
  for (
    const elsewhere of [
      "https://jahat.example/",
      "//jahat.example/",
      "/\\jahat.example/",
      "javascript:alert(1)",
      "",
      null,
    ]
  ) {
    equals(localPath(elsewhere, HERE), null);
  }
});

Deno.test("a link leads to a web page or nowhere", () => {
  equals(safeAddress("/kelas/", HERE)?.href, `${HERE}/kelas/`);
  equals([safeAddress("javascript:alert(1)", HERE), safeAddress("data:text/html,x", HERE)], [null, null]);
});

Deno.test("a size is rounded up and stays on one line, as the pages say it", () => {
  equals(sizeText(71_243), "72\u00a0kB");
  equals(sizeText(1_000_001), "1,1\u00a0MB");
  equals(sizeText(12_000_000), "12\u00a0MB");
});
