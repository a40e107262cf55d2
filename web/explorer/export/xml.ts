// Writes XML 1.0.
import { escape as escaped } from "../painting/escape";

/** Line breaks and tabs are written as references, too, for a reader may turn them into spaces otherwise. */
export function escape(text: string): string {
  return escaped(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

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
