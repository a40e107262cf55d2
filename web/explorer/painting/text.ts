// Names as they are written beside nodes: in a few lines, cut where they are longer than that.
import type { Measure } from "./pen";

/** About as many letters fit into a line. */
const LETTERS = 28;

/**
 * The text as one line of harmless characters: what would turn or break the line is gone, so that a name can't spoil
 * what stands beside it.
 */
export function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .replace(/[\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}\uFFFE\uFFFF]/gu, "")
    .trim();
}

/** The name in one line, or in as many as are allowed, of about the same length. What is longer than that is cut. */
export function broken(name: string, longest = LETTERS, most = 2): readonly string[] {
  const harmless = clean(name);
  if (harmless.length <= longest) return [harmless];
  const letters = split(harmless);
  if (letters.length <= longest) return [letters.join("")];
  if (most === 1) {
    // A whole word is better than half of one, if enough is left.
    const kept = lastSpace(letters, longest - 1) ?? 0;
    return [`${letters.slice(0, kept > longest / 2 ? kept : longest - 1).join("").trim()}…`];
  }
  const rows = Math.min(most, Math.ceil(letters.length / longest));
  const wished = Math.min(letters.length / rows, longest);
  let at = 0;
  for (let i = 1; i < letters.length - 1; i++) {
    if (letters[i] === " " && Math.abs(i - wished) < Math.abs(at - wished)) at = i;
  }
  // A first line that is too long, or none at all, is cut where the room ends.
  if (at === 0 || at > longest) at = Math.min(lastSpace(letters, longest) ?? longest, longest);
  return [letters.slice(0, at).join("").trim(), ...broken(letters.slice(at).join(""), longest, most - 1)];
}

export function widest(lines: readonly string[], measure: Measure, size: number, bold: boolean): number {
  return Math.max(0, ...lines.map((line) => measure(line, size, bold)));
}

function lastSpace(letters: readonly string[], before: number): number | undefined {
  const at = letters.slice(0, before + 1).lastIndexOf(" ");
  return at > 0 ? at : undefined;
}

// What a reader takes for one letter: an accent stays with its letter, a flag is not halved.
const segments = new Intl.Segmenter("en", { granularity: "grapheme" });

function split(text: string): string[] {
  return Array.from(segments.segment(text), ({ segment }) => segment);
}
