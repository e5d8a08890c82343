/** Size of a table's entry in a font's directory, and of a record in its table of names. */
const ENTRY = 16;
const RECORD = 12;

/**
 * Takes the word "Thin" out of a TrueType font's names.
 *
 * The static fonts are cut from a variable one whose default is Thin, and say so in every name: family "Public Sans
 * Thin", style "Bold". Browsers go by the style sheet and never look, but a renderer that finds fonts by their own
 * names finds no "Public Sans". Each name only gets shorter, so it is written where it stood and no table moves.
 *
 * @param {Uint8Array} source - the font as it came
 * @returns {Buffer} a copy that answers to its family's name
 */
export function withoutThin(source) {
  const font = Buffer.from(source);
  const tables = tableEntries(font);
  const names = tables.get("name");
  const strings = names.offset + font.readUInt16BE(names.offset + 4);

  const records = Array.from({ length: font.readUInt16BE(names.offset + 2) }, (_, index) => {
    const record = names.offset + 6 + index * RECORD;
    const start = strings + font.readUInt16BE(record + 10);
    const text = decode(font.subarray(start, start + font.readUInt16BE(record + 8)));
    return { record, start, text };
  });
  // All names were read before the first is written: fonts let equal names share their bytes.
  for (const { record, start, text } of records) {
    const encoded = encode(text.replace(/ ?Thin\b/, ""));
    encoded.copy(font, start);
    font.writeUInt16BE(encoded.length, record + 8);
  }

  font.writeUInt32BE(checksum(font, names), names.entry + 4);
  // The head table holds what is missing from the whole file's sum to this number, reckoned with 0 in that place.
  const adjustment = tables.get("head").offset + 8;
  font.writeUInt32BE(0, adjustment);
  const rest = 0xb1b0afba - checksum(font, { offset: 0, length: font.length });
  font.writeUInt32BE(rest >>> 0, adjustment);
  return font;
}

/** The font's tables by their tag, with the place of each one's own entry. */
function tableEntries(font) {
  const entries = Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const entry = 12 + index * ENTRY;
    const tag = font.toString("latin1", entry, entry + 4);
    return [tag, { entry, offset: font.readUInt32BE(entry + 8), length: font.readUInt32BE(entry + 12) }];
  });
  return new Map(entries);
}

/** The sum of a part's 32-bit words, its end filled up with zeros. */
function checksum(font, { offset, length }) {
  const words = Buffer.alloc(Math.ceil(length / 4) * 4);
  font.copy(words, 0, offset, offset + length);
  let sum = 0;
  for (let place = 0; place < words.length; place += 4) sum = (sum + words.readUInt32BE(place)) >>> 0;
  return sum;
}

/** Names are UTF-16, high byte first, as Windows wants them; these fonts hold no others. */
function decode(bytes) {
  return Buffer.from(bytes).swap16().toString("utf16le");
}

function encode(text) {
  return Buffer.from(text, "utf16le").swap16();
}
