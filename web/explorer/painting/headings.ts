// What stands above the columns of a picture. Every column has its heading: where there is little room the words are
// broken in two rows, the headings staggered, and at last cut. Of dates, which would be others if they were cut, as many
// are told as have room.
import type { Guide } from "../layout/layout";
import { capital } from "../words";
import { clean } from "./text";

export interface Heading {
  /** In units of the graph. */
  readonly x: number;
  readonly rows: readonly string[];
  /** Half as wide as it is, in pixels. */
  readonly half: number;
  /** Where the letters of the first row stand, in pixels from the upper edge of the picture. */
  readonly y: number;
}

export interface Headings {
  /** From left to right. */
  readonly heads: readonly Heading[];
  /** What they take of the picture; 0: there are none. */
  readonly height: number;
}

export const HEADING = 11.5;
export const HEADING_ROW = 14;
/** More than any letter of that size on average. */
const LETTER = 7;
const BETWEEN = 8;
/** Fewer letters of a word tell nothing: the picture is too small for any. */
const FEWEST = 3;

/** The headings at a scale, wherever one looks. */
export function headings(guides: readonly Guide[], scale: number): Headings {
  if (guides.length === 0) return { heads: [], height: 0 };
  const whole = guides.map(({ text }) => [capital(clean(text))]);
  const broken = whole.map(([text]) => inTwo(text!));
  const tell = (rows: readonly (readonly string[])[]): readonly Told[] =>
    guides.map(({ x }, i) => ({ x, rows: rows[i]!, half: halfOf(rows[i]!) }));
  const plans = [
    { told: tell(whole), levels: 1 },
    { told: tell(broken), levels: 1 },
    { told: tell(whole), levels: 2 },
    { told: tell(broken), levels: 2 },
  ];
  const plan = plans.find(({ told, levels }) => told.every((one, i) => i < levels || apart(told[i - levels]!, one, scale)));
  if (plan !== undefined) return staggered(plan.told, plan.levels);
  if (guides.some(({ text }) => /\d/.test(text))) return staggered(thinned(tell(broken), scale), 1);
  const rows = broken.map((some, i) => some.map((row) => cut(row, roomAt(guides, i, 2) * scale - BETWEEN)));
  return staggered(tell(rows), 2);
}

interface Told {
  readonly x: number;
  readonly rows: readonly string[];
  readonly half: number;
}

const apart = (left: Told, right: Told, scale: number): boolean =>
  (right.x - left.x) * scale >= left.half + right.half + BETWEEN;

/** One after the other on so many levels, the first one above. */
function staggered(told: readonly Told[], levels: number): Headings {
  const most = Math.max(...told.map(({ rows }) => rows.length));
  const heads = told.map(({ x, rows, half }, i) => {
    // Of two rows and one, both end at the foot of their level, next to what they head.
    const above = (i % levels) * most + most - rows.length;
    return { x, rows, half, y: 16 + above * HEADING_ROW };
  });
  return { heads, height: 10 + levels * most * HEADING_ROW };
}

/** Those that do not meet the one kept before them. */
function thinned(told: readonly Told[], scale: number): readonly Told[] {
  const kept: Told[] = [];
  for (const one of told) {
    const last = kept.at(-1);
    if (last === undefined || apart(last, one, scale)) kept.push(one);
  }
  return kept;
}

/** From the nearer one of the same level, in units. */
function roomAt(guides: readonly Guide[], i: number, levels: number): number {
  const x = guides[i]!.x;
  return Math.min(x - (guides[i - levels]?.x ?? -Infinity), (guides[i + levels]?.x ?? Infinity) - x);
}

const halfOf = (rows: readonly string[]): number => (Math.max(...rows.map((row) => row.length)) * LETTER) / 2;

/** At the space next to its middle. */
function inTwo(text: string): readonly string[] {
  const spaces = [...text.matchAll(/ /g)].map((space) => space.index);
  if (spaces.length === 0) return [text];
  const middle = text.length / 2;
  const at = spaces.reduce((best, i) => (Math.abs(i - middle) <= Math.abs(best - middle) ? i : best));
  return [text.slice(0, at), text.slice(at + 1)];
}

function cut(row: string, room: number): string {
  const letters = Math.floor(room / LETTER);
  if (row.length <= letters) return row;
  return letters < FEWEST ? "" : `${row.slice(0, letters - 1)}…`;
}
