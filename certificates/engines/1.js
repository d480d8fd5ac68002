"use strict";
// Engine 1 of templates: swaps the fields of a page, fits each to its box and says what can't be printed. The page is
// filled again and again without being loaded anew: the elements stay, only their text and sizes change. It holds as many
// certificates as are printed together, one after the other; from the second on they are copies of the first.
// Frozen like the templates that name it: what must differ becomes engine 2.

const certificate = (() => {
  const TOLERANCE = 0.3; // CSS pixels; below what a printer can show
  const STEP = 0.25; // points

  const GROUND = ".sheet > svg:not([data-preview])";

  const drawings = document.querySelectorAll(GROUND);
  const grounds = [...drawings].map((drawing) => ({ drawing, place: document.createComment("ground") }));
  const learnt = new Map(); // bytes of fonts by family: of those that were handed over, not of the template's own

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

  const putSyllabus = (table, rows, lines, faults) => {
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
    if (!image) return;
    picture.alt = image.words;
    if (picture.src === image.source) return;
    picture.src = image.source;
    await picture.decode();
  };

  // One certificate of the page. A preview says so in every corner and claims neither a signature nor that it can be
  // verified.
  const certificateIn = (root) => {
    const boxes = [...root.querySelectorAll("[data-field]")];
    const rows = [...root.querySelectorAll("[data-row]")];
    const table = root.querySelector("[data-table]");
    const places = [...root.querySelectorAll("[data-image]")];
    const onlyInPreviews = root.querySelectorAll("[data-preview]");
    const neverInPreviews = root.querySelectorAll("[data-no-preview]");
    const families = new Set(); // of `learnt`, those that this one has
    return {
      root,
      families,
      async fill(fields, isPreview) {
        const faults = [];
        onlyInPreviews.forEach((part) => part.toggleAttribute("hidden", !isPreview));
        neverInPreviews.forEach((part) => part.toggleAttribute("hidden", isPreview));
        await Promise.all(places.map((place) => putImage(place, fields.images[place.dataset.image])));
        boxes.forEach((box) => put(box, fields[box.dataset.field], fields.lines[box.dataset.field], faults));
        putSyllabus(table, rows, fields.syllabus, faults);
        return faults;
      },
    };
  };

  const root = document.createElement("div");
  root.dataset.certificate = "";
  root.append(...document.querySelectorAll(".sheet"));
  document.body.prepend(root);
  const certificates = [certificateIn(root)];

  // Faces of each certificate's own: Chromium cuts a font to what is written in it, and one that all shared would hold the
  // letters of all.
  const own = (family, copy) => (copy ? `${family} ${copy}` : family);
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const variables = rules.filter((rule) => rule.selectorText === ":root").map((rule) => rule.style);
  const told = (style, property) => style.getPropertyValue(property);

  const decoded = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const unquoted = (family) => family.trim().replace(/^"|"$/g, "");
  // Bytes, since a face by its address would be the same one again. Unpacked when the first copy asks for them: most pages
  // print one certificate at a time.
  let unpacked = null;
  const faces = () =>
    unpacked ??= rules.filter((rule) => rule instanceof CSSFontFaceRule).map(({ style }) => ({
      family: unquoted(told(style, "font-family")),
      bytes: decoded(told(style, "src").match(/base64,([^")]+)/)[1]),
      descriptors: { weight: told(style, "font-weight"), unicodeRange: told(style, "unicode-range") },
    }));

  const added = async (family, bytes, descriptors) => {
    document.fonts.add(await new FontFace(family, bytes, descriptors).load());
  };

  // What a drawing refers to must be in the same certificate: where the first one's drawing is hidden, nothing is there.
  const renameIds = (root, copy) => {
    const ids = new Set([...root.querySelectorAll("[id]")].map(({ id }) => id));
    const renamed = (value) => value.replace(/#([\w-]+)/g, (all, id) => (ids.has(id) ? `#${id}-${copy}` : all));
    root.querySelectorAll("*").forEach((element) => {
      if (element.id) element.id = `${element.id}-${copy}`;
      [...element.attributes].filter(({ value }) => value.includes("#")).forEach((attribute) => {
        attribute.value = renamed(attribute.value);
      });
    });
  };

  const addCopy = async () => {
    const copy = certificates.length;
    const root = certificates[0].root.cloneNode(true);
    root.querySelectorAll(GROUND).forEach((drawing) => drawing.remove());
    renameIds(root, copy);
    await Promise.all(faces().map(({ family, bytes, descriptors }) => added(own(family, copy), bytes, descriptors)));
    // What the template calls its faces stands in variables, quoted; the page hands its own font down as it came out.
    variables.forEach((style) =>
      [...style].filter((name) => name.startsWith("--")).forEach((name) =>
        root.style.setProperty(name, told(style, name).replace(/"([^"]+)"/g, (_, family) => `"${own(family, copy)}"`))
      )
    );
    const handedDown = getComputedStyle(document.documentElement).fontFamily.split(",");
    root.style.fontFamily = handedDown.map((family) => `"${own(unquoted(family), copy)}"`).join();
    document.body.append(root);
    certificates.push(certificateIn(root));
  };

  const giveFonts = (copy, families) =>
    Promise.all(families.filter((family) => !certificates[copy].families.has(family)).map((family) => {
      certificates[copy].families.add(family);
      // Any weight takes it as it is.
      return added(own(family, copy), learnt.get(family), { weight: "100 900" });
    }));

  return {
    // Resolves to the faults of the page itself: a font that isn't there must not be replaced in silence.
    async ready() {
      const faces = [...document.fonts];
      await Promise.allSettled(faces.map((face) => face.load()));
      return faces.filter((face) => face.status !== "loaded").map((face) => `${face.family} ${face.weight}`);
    },
    // The font of one more script.
    learn(family, base64) {
      learnt.set(family, decoded(base64));
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
    // Each of `filled` has the words of a certificate and the families that they ask for beyond the template's own.
    // Resolves to the faults of each.
    async fill(filled, isPreview = false) {
      while (certificates.length < filled.length) await addCopy();
      certificates.forEach(({ root }, copy) => root.toggleAttribute("hidden", copy >= filled.length));
      const faults = [];
      for (const [copy, { words, families }] of filled.entries()) {
        document.title = words.title;
        await giveFonts(copy, families);
        faults.push(await certificates[copy].fill(words, isPreview));
      }
      return faults;
    },
  };
})();
