// Writes XML 1.0.

/**
 * Text as it stands between tags and in attributes. Line breaks and tabs are written as references, for a reader may
 * turn them into spaces otherwise. What XML can't hold, not even so, is left out: control characters and halves of
 * characters.
 */
export function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
    .replace(/[&<>"'\t\n\r]/g, (character) => references[character]!);
}

const references: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** What an attribute or a text is of; null: there is none. */
export type Value = string | number | boolean | null;

/** An element; what is inside is XML already. Attributes without a value are left out. */
export function element(name: string, attributes: Readonly<Record<string, Value>>, inside = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join("");
  return inside === "" ? `<${name}${written}/>\n` : `<${name}${written}>${inside}</${name}>\n`;
}

/** A whole document. */
export function xml(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}
