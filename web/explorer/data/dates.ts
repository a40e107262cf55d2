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
