"use strict";
// Swaps the fields of this page, fits each to its box and says what can't be printed. The page is filled again and again
// without being loaded anew: the elements stay, only their text and sizes change.

const certificate = (() => {
  const TOLERANCE = 0.3; // CSS pixels; below what a printer can show
  const STEP = 0.25; // points

  const boxes = [...document.querySelectorAll("[data-field]")];
  const rows = [...document.querySelectorAll("[data-row]")];
  const table = document.querySelector("[data-table]");
  const qr = document.querySelector("[data-qr]");
  const onlyInPreviews = document.querySelectorAll("[data-preview]");
  const neverInPreviews = document.querySelectorAll("[data-no-preview]");

  const overflows = (box) => {
    const room = box.getBoundingClientRect();
    const content = box.firstElementChild;
    const block = content.getBoundingClientRect();
    const text = document.createRange();
    text.selectNodeContents(content);
    const width = Math.max(text.getBoundingClientRect().width, block.width);
    const lines = box.dataset.lines ?? Infinity;
    const height = Math.min(room.height, lines * parseFloat(getComputedStyle(content).lineHeight));
    return width > room.width + TOLERANCE || block.height > height + TOLERANCE;
  };

  // Sets the largest size, in steps, at which the content doesn't overflow; false when even the smallest does.
  const fits = (box, smallest, largest) => {
    const overflowsAt = (steps) => {
      box.style.fontSize = `${smallest + steps * STEP}pt`;
      return overflows(box);
    };
    const all = Math.round((largest - smallest) / STEP);
    if (!overflowsAt(all)) return true; // nearly always
    if (overflowsAt(0)) return false;
    let fitting = 0;
    let tooLarge = all;
    while (tooLarge - fitting > 1) {
      const middle = (fitting + tooLarge) >> 1;
      if (overflowsAt(middle)) tooLarge = middle;
      else fitting = middle;
    }
    overflowsAt(fitting);
    return true;
  };

  // One line first, then wrapped at spaces, then anywhere.
  const isFitted = (box) => {
    const { smallest, largest, smallestWrapped, largestWrapped } = box.dataset;
    box.classList.remove("wraps", "breaks");
    if (largest && fits(box, +smallest, +largest)) return true;
    if (!largestWrapped) return false;
    box.classList.add("wraps");
    if (fits(box, +smallestWrapped, +largestWrapped)) return true;
    box.classList.add("breaks");
    return fits(box, +smallestWrapped, +largestWrapped);
  };

  const rangesOf = (face) =>
    face.unicodeRange.split(",").map((range) => range.trim().slice(2).split("-").map((end) => parseInt(end, 16)));

  const faceOf = (element) => {
    const { fontFamily, fontWeight, fontStyle } = getComputedStyle(element);
    const name = (family) => family.replaceAll('"', "");
    return [...document.fonts].find(
      (face) => name(face.family) === name(fontFamily) && face.weight === fontWeight && face.style === fontStyle,
    );
  };

  // A sign that the font lacks would be drawn in some other font of the machine, or as an empty box.
  const signsLacking = (element) => {
    const face = faceOf(element);
    const ranges = face ? rangesOf(face) : [];
    const isDrawn = (code) => ranges.some(([first, last]) => code >= first && code <= (last ?? first));
    const lacking = [...new Set(element.textContent)].filter((sign) => !isDrawn(sign.codePointAt(0)));
    return lacking.map((sign) => `U+${sign.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`);
  };

  const put = (box, words, faults) => {
    const part = box.closest("[data-optional]");
    if (part) part.hidden = words === null;
    if (words === null && part) return;
    if (typeof words !== "string" || words === "") {
      faults.push({ field: box.dataset.field, reason: "is missing" });
      return;
    }
    box.firstElementChild.textContent = words;
    const lacking = signsLacking(box.firstElementChild);
    if (lacking.length) faults.push({ field: box.dataset.field, reason: `has signs that the fonts lack: ${lacking.join(" ")}` });
    else if (box.classList.contains("box") && !isFitted(box)) {
      faults.push({ field: box.dataset.field, reason: "doesn't fit in its box" });
    }
  };

  const putSyllabus = (lines, faults) => {
    if (lines.length > rows.length) {
      faults.push({ field: "syllabus", reason: `has ${lines.length} lines; there is room for ${rows.length}` });
      return;
    }
    rows.forEach((row, index) => {
      const line = lines[index];
      row.hidden = !line;
      if (!line) return;
      [String(index + 1), line.title, line.minutes].forEach((words, cell) => {
        row.cells[cell].textContent = words;
      });
      const lacking = signsLacking(row.cells[1]);
      if (lacking.length) faults.push({ field: "syllabus", reason: `line ${index + 1} has signs that the fonts lack: ${lacking.join(" ")}` });
    });
    if (!fits(table, +table.dataset.smallest, +table.dataset.largest)) {
      faults.push({ field: "syllabus", reason: "doesn't fit on its page" });
    }
  };

  const putQr = ({ size, path }) => {
    qr.setAttribute("d", path);
    qr.ownerSVGElement.setAttribute("viewBox", `0 0 ${size} ${size}`);
  };

  return {
    // Resolves to the faults of the page itself: a font that isn't there must not be replaced in silence.
    async ready() {
      const faces = [...document.fonts];
      await Promise.allSettled(faces.map((face) => face.load()));
      return faces.filter((face) => face.status !== "loaded").map((face) => `${face.family} ${face.weight}`);
    },
    // A preview says so in every corner and claims neither a signature nor that it can be verified.
    fill(fields, isPreview = false) {
      const faults = [];
      document.title = fields.title;
      onlyInPreviews.forEach((part) => part.toggleAttribute("hidden", !isPreview));
      neverInPreviews.forEach((part) => part.toggleAttribute("hidden", isPreview));
      putQr(fields.qr);
      boxes.forEach((box) => put(box, fields[box.dataset.field], faults));
      putSyllabus(fields.syllabus, faults);
      return faults;
    },
  };
})();
