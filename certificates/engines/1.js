"use strict";
// Engine 1 of templates: swaps the fields of a page, fits each to its box and says what can't be printed. The page is
// filled again and again without being loaded anew: the elements stay, only their text and sizes change.
// Frozen like the templates that name it: what must differ becomes engine 2.

const certificate = (() => {
  const TOLERANCE = 0.3; // CSS pixels; below what a printer can show
  const STEP = 0.25; // points

  const boxes = [...document.querySelectorAll("[data-field]")];
  const rows = [...document.querySelectorAll("[data-row]")];
  const table = document.querySelector("[data-table]");
  const places = document.querySelectorAll("[data-image]");
  const drawings = document.querySelectorAll(".sheet > svg:not([data-preview])");
  const grounds = [...drawings].map((drawing) => ({ drawing, place: document.createComment("ground") }));
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

  // Scripts that stack signs above and below the line ask for higher lines: what the page measures then holds all ink.
  const write = (element, words, line) => {
    element.textContent = words;
    element.style.lineHeight = line ?? "";
  };

  const put = (box, words, line, faults) => {
    const part = box.closest("[data-optional]");
    if (part) part.hidden = words === null;
    if (words === null && part) return;
    if (typeof words !== "string" || words === "") {
      faults.push({ field: box.dataset.field, reason: "is missing" });
      return;
    }
    write(box.firstElementChild, words, line);
    if (box.classList.contains("box") && !isFitted(box)) {
      faults.push({ field: box.dataset.field, reason: "doesn't fit in its box" });
    }
  };

  const putSyllabus = (lines, faults) => {
    if (lines.length > rows.length) {
      faults.push({ field: "syllabus", reason: `has ${lines.length} lines; there is room for ${rows.length}` });
      return;
    }
    rows.forEach((row, index) => {
      const entry = lines[index];
      row.hidden = !entry;
      if (!entry) return;
      const [number, title, minutes] = row.cells;
      write(number, String(index + 1));
      write(title, entry.title, entry.line);
      write(minutes, entry.minutes);
    });
    if (!fits(table, +table.dataset.smallest, +table.dataset.largest)) {
      faults.push({ field: "syllabus", reason: "doesn't fit on its page" });
    }
  };

  // The QR code, or a picture that the office set: that takes the place of what the template draws there.
  const putImage = async (place, image) => {
    const picture = place.querySelector("img");
    const drawn = place.querySelector("svg");
    place.hidden = !image && !drawn;
    drawn?.toggleAttribute("hidden", Boolean(image));
    picture.hidden = !image;
    if (!image || picture.src === image.source) return;
    picture.alt = image.words;
    picture.src = image.source;
    await picture.decode();
  };

  return {
    // Resolves to the faults of the page itself: a font that isn't there must not be replaced in silence.
    async ready() {
      const faces = [...document.fonts];
      await Promise.allSettled(faces.map((face) => face.load()));
      return faces.filter((face) => face.status !== "loaded").map((face) => `${face.family} ${face.weight}`);
    },
    // The font of one more script: any weight takes it as it is.
    async learn(family, base64) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const face = new FontFace(family, bytes, { weight: "100 900" });
      document.fonts.add(await face.load());
    },
    // Which part goes to the printer, "ground" or "words", or all of it: see 1.css. Drawings of the ground leave the page
    // while words go: hidden ones would still be looked through each time.
    goes(part) {
      grounds.forEach(({ drawing, place }) => {
        if (part === "words") drawing.replaceWith(place);
        else place.replaceWith(drawing);
      });
      if (part) document.documentElement.dataset.goes = part;
      else delete document.documentElement.dataset.goes;
    },
    // A preview says so in every corner and claims neither a signature nor that it can be verified.
    async fill(fields, isPreview = false) {
      const faults = [];
      document.title = fields.title;
      onlyInPreviews.forEach((part) => part.toggleAttribute("hidden", !isPreview));
      neverInPreviews.forEach((part) => part.toggleAttribute("hidden", isPreview));
      await Promise.all([...places].map((place) => putImage(place, fields.images[place.dataset.image])));
      boxes.forEach((box) => put(box, fields[box.dataset.field], fields.lines[box.dataset.field], faults));
      putSyllabus(fields.syllabus, faults);
      return faults;
    },
  };
})();
