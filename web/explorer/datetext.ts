// Dates in words. The server writes them the same way in its explanations and dossiers.

const monthNames = "January February March April May June July August September October November December".split(" ");
const seasons: Readonly<Record<number, string>> = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter" };

/** One date without a stroke. */
interface Part {
  readonly open: boolean;
  readonly year: number;
  /** Or one of the seasons; 0: not told. */
  readonly month: number;
  /** 0: not told. */
  readonly day: number;
  readonly doubtful: boolean;
  readonly near: boolean;
}

/**
 * A date of EDTF as it stands in running text: "25 November 2021", "about 2019", "some day from 21 to 28 November
 * 2021", "25 November 2021 or before". A time of day is passed over.
 */
export function dateText(edtf: string): string {
  const [first, last] = endsOf(edtf);
  if (first.open && last.open) return "some time";
  if (first.open) return `${said(last)} or before`;
  if (last.open) return `${said(first)} or later`;
  if (alike(first, last)) return said(first);
  return `some ${first.day > 0 && last.day > 0 ? "day" : "time"} from ${stretch(first, last)}`;
}

/** When something held: "since 2014", "from 2014 to 2019", or "2 October 2018" of one date; null: not told. */
export function whenText(since: string | null, until: string | null): string | null {
  if (since === null) return until === null ? null : `until ${dateText(until)}`;
  if (until === null) return `since ${dateText(since)}`;
  if (dateText(since) === dateText(until)) return dateText(since);
  const plain = !/[/X]/.test(since + until);
  if (plain) return `from ${stretch(read(since, ""), read(until, ""))}`;
  return `since ${dateText(since)} and until ${dateText(until)}`;
}

/** The first and the last of what a date can be: two but for an interval and for digits that are X. */
function endsOf(edtf: string): readonly [Part, Part] {
  const [from = "", to = from] = edtf.split("/");
  const first = read(from, "0");
  const last = read(to, "9");
  return isPlain(first) && isPlain(last) ? widened(first, last) : [first, last];
}

/** x stands for digits of the year that are X. */
function read(edtf: string, x: string): Part {
  const marks = /[?~%]+$/.exec(edtf)?.[0] ?? "";
  const [, sign, year = "", month, day] = /^Y?(-?)([^-T?~%]*)(?:-([^-T?~%]*))?(?:-([^-T?~%]*))?/.exec(edtf) ?? [];
  // What is no number is not told.
  const number = (digits: string | undefined): number => (/^\d+$/.test(digits ?? "") ? Number(digits) : 0);
  return {
    open: edtf === "" || edtf === "..",
    year: (sign === "-" ? -1 : 1) * number(year.replaceAll("X", x)),
    month: number(month),
    day: number(day),
    doubtful: /[?%]/.test(marks),
    near: /[~%]/.test(marks),
  };
}

/** Days that only bound months are left out, and months that only bound years: from 1 October to 30 November is from October to November. */
function widened(from: Part, to: Part): readonly [Part, Part] {
  const lastDay = new Date(Date.UTC(to.year, to.month, 0)).getUTCDate();
  if (!(from.open || from.day === 1) || !(to.open || to.day === lastDay)) return [from, to];
  const years = (from.open || from.month === 1) && (to.open || to.month === 12);
  const wide = (part: Part): Part => ({ ...part, day: 0, month: years ? 0 : part.month });
  return [wide(from), wide(to)];
}

function said(part: Part): string {
  const words = [part.doubtful ? "perhaps" : "", part.near ? "about" : "", dayAndMonth(part), yearText(part.year)];
  return words.filter((word) => word !== "").join(" ");
}

function dayAndMonth({ day, month }: Part): string {
  const name = seasons[month] ?? monthNames[month - 1] ?? "";
  return day > 0 ? `${day} ${name}` : name;
}

/** As historians count: the year 0 of a date is 1 BCE. */
function yearText(year: number): string {
  if (year <= 0) return `${1 - year} BCE`;
  return year < 1000 || year > 9999 ? `${year} CE` : String(year);
}

const isPlain = (part: Part): boolean => !part.doubtful && !part.near;

const alike = (a: Part, b: Part): boolean => JSON.stringify(a) === JSON.stringify(b);

/** "21 to 28 November 2021": what both ends have stands once. */
function stretch(from: Part, to: Part): string {
  const short = isPlain(from) && isPlain(to) && from.month > 0 && from.year === to.year;
  const sameMonth = from.month === to.month && from.day > 0 && to.day > 0;
  const start = !short ? said(from) : sameMonth ? String(from.day) : dayAndMonth(from);
  return `${start} to ${said(to)}`;
}
