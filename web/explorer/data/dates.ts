// The days on which there is something to tell, for the clocks of the lens.
import { dateOf, spanOf } from "../layout/edtf";
import type { DatesQuery } from "./operations";

export interface Bar {
  /** As a date of EDTF: YYYY-MM-DD. */
  readonly day: string;
  readonly count: number;
}

/** By month, what begins, ends or happens there; the day is the month's last. */
export function trueBars({ timeline }: DatesQuery): readonly Bar[] {
  return sum(timeline.buckets.map((bucket) => ({ day: bucket.date, count: bucket.factCount + bucket.eventCount })));
}

/** By the day on which documents were certainly out, how many claims they make. */
export function knownBars({ sources }: DatesQuery): readonly Bar[] {
  return sum(sources.nodes.map((source) => ({ day: source.published, count: source.claims.totalCount })));
}

/** A word of the scale below bars. */
export interface Tick {
  /** The bar that it begins at. */
  readonly at: number;
  readonly text: string;
}

/**
 * A scale for bars and a place after them that stands for any day, all of the same width, with room for so many letters
 * below them: years first, months and days where they leave room.
 */
export function ticks(bars: readonly Bar[], room: number): readonly Tick[] {
  const letters = room / (bars.length + 1);
  const end = room - "any".length - 1;
  const found: Tick[] = [];
  // A year, a month, a day, each written where it begins.
  for (const length of ["2021", "2021-11", "2021-11-25"].map((text) => text.length)) {
    for (const [at, { day }] of bars.entries()) {
      const text = day.slice(0, length);
      if (at > 0 && bars[at - 1]!.day.startsWith(text)) continue;
      const start = at * letters;
      const apart = (tick: Tick): boolean =>
        start + text.length + 1 <= tick.at * letters || tick.at * letters + tick.text.length + 1 <= start;
      if (start + text.length <= end && found.every(apart)) found.push({ at, text });
    }
  }
  return found.toSorted((a, b) => a.at - b.at);
}

function sum(told: readonly { readonly day: string | null; readonly count: number }[]): readonly Bar[] {
  const days = new Map<string, number>();
  for (const { day, count } of told) {
    const last = day === null ? null : (spanOf(day)?.last ?? null);
    if (last === null || count === 0) continue;
    const { year, month, day: inMonth } = dateOf(last);
    if (year < 1000 || year > 9999) continue;
    const name = `${year}-${String(month).padStart(2, "0")}-${String(inMonth).padStart(2, "0")}`;
    days.set(name, (days.get(name) ?? 0) + count);
  }
  return [...days].map(([day, count]) => ({ day, count })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}
