// Dates as EDTF has them, levels 0 and 1, as days.

/** Days since 1970-01-01, both ends included; null: open or unknown. */
export interface Span {
  readonly first: number | null;
  readonly last: number | null;
}

const DAY = 24 * 60 * 60 * 1000;

/** The day that begins year, month (from 1) and day; months beyond December run on into the next year. */
export const dayOf = (year: number, month: number, day: number): number => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY);
};

export const dateOf = (day: number): { readonly year: number; readonly month: number; readonly day: number } => {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

/** What the words cover; null if they are no such date. */
export const spanOf = (text: string): Span | null => {
  const parts = text.trim().split("/");
  if (parts.length > 2) return null;
  const spans = parts.map((part) => (part === "" || part === ".." ? { first: null, last: null } : single(part)));
  const from = spans[0];
  const to = spans.at(-1);
  if (!from || !to || (from.first === null && to.last === null)) return null;
  return { first: from.first, last: to.last };
};

/** Months of a season: 21 is spring. Winter runs into the next year. */
const seasons: Readonly<Record<string, number>> = { 21: 3, 22: 6, 23: 9, 24: 12 };

const years = (first: number, count: number): Span => ({
  first: dayOf(first, 1, 1),
  last: dayOf(first + count, 1, 1) - 1,
});

const months = (year: number, first: number, count: number): Span => ({
  first: dayOf(year, first, 1),
  last: dayOf(year, first + count, 1) - 1,
});

/** One date. Doubt (?, ~, %) does not move it; parts that are not told (-XX) leave it as broad as what is. */
const single = (text: string): Span | null => {
  const told = text.replace(/[?~%]$/, "").replace(/(-XX){1,2}$/, "");
  const rough = /^(-?\d{2,3})(XX|X)$/.exec(told);
  if (rough && told.replace("-", "").length === 4) {
    const count = rough[2] === "X" ? 10 : 100;
    return years(Number(rough[1]) * count, count);
  }
  const [, year, month, day] = /^(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(told) ?? [];
  if (year === undefined) return null;
  if (month === undefined) return years(Number(year), 1);
  const season = seasons[month];
  if (season !== undefined) return day === undefined ? months(Number(year), season, 3) : null;
  if (Number(month) < 1 || Number(month) > 12) return null;
  const whole = months(Number(year), Number(month), 1);
  if (day === undefined) return whole;
  const at = dayOf(Number(year), Number(month), Number(day));
  return Number(day) >= 1 && at <= whole.last! ? { first: at, last: at } : null;
};

/** The middle of what the words cover, or the one end that is told. */
export const middleOf = (text: string | null): number | null => {
  const span = text === null ? null : spanOf(text);
  if (!span) return null;
  if (span.first === null || span.last === null) return span.first ?? span.last;
  return (span.first + span.last) / 2;
};
