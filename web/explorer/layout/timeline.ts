// What happened stands at its date, from left to right; who was in it stands before the first of it. Years in which
// nothing happened are drawn short: the scale never falls, but it is not even. Its guides tell where one is.
import type { Point } from "../model";
import { crowd, LABELLED, nearestFree, type Room, SHAPE } from "./crowding";
import { dateOf, dayOf, middleOf } from "./edtf";
import { fitIn, fitOf } from "./fitting";
import type { Guide } from "./layout";
import { breadthFirst, busiest, type Net } from "./net";
import { mean, through } from "./numbers";

/** Before what happened stands who was in it. */
const BEFORE = 75;
/** From date to date, at least and at most. */
const LEAST = 40;
const MOST = 420;
const BETWEEN_GUIDES = 110;

export const timeline = (net: Net): { readonly places: Point[]; readonly guides: Guide[] } => {
  const own = net.nodes.map(({ date }) => middleOf(date));
  const around = datesAround(net, own);
  const days = [...new Set([...own, ...around].filter((day) => day !== null))].sort((a, b) => a - b);
  const scale = scaleOf(days, net.nodes.length);
  const undated = net.nodes.map((_, i) => i).filter((i) => own[i] === null && around[i] === null);
  const rows = Math.max(8, Math.ceil(Math.sqrt(net.nodes.length) * 1.2));
  const columns = Math.ceil(undated.length / rows);
  const left = scale(days[0] ?? 0) - BEFORE - LABELLED.width * 1.5;
  const x = own.map((day, i) => scale(day ?? around[i] ?? 0) - (day === null ? BEFORE : 0));
  undated.forEach((node, i) => (x[node] = left - (columns - 1 - Math.floor(i / rows)) * LABELLED.width));
  const ideal = drawnOut(net, x);
  // Fixed nodes with dates of their own tell the scale. Without any the others have to: theirs may have changed.
  const dated = net.fixed.some((place, i) => place && own[i] !== null);
  const fit = fitOf(net, ideal, (i) => !dated || own[i] !== null);
  const guides = guidesFor(days, (day) => fit(scale(day)));
  if (undated.length > 0) guides.unshift({ x: fit(left - ((columns - 1) * LABELLED.width) / 2), text: "undated" });
  return {
    places: fitIn(net, ideal, fit, LABELLED),
    guides: guides.map(({ x, text }) => ({ x: Math.round(x), text })),
  };
};

/** By node without a date of its own: the first date of its lines and of what they lead to. */
const datesAround = (net: Net, own: readonly (number | null)[]): (number | null)[] => {
  const first: (number | null)[] = own.map(() => null);
  const consider = (node: number, day: number | null): void => {
    if (day !== null && own[node] === null) first[node] = Math.min(first[node] ?? day, day);
  };
  for (const { from, to, line } of net.lines) {
    const day = middleOf(line.since) ?? middleOf(line.until);
    for (const [node, other] of [[from, to], [to, from]] as const) {
      consider(node, day);
      consider(node, own[other]!);
    }
  }
  return first;
};

/**
 * Even as far as the bounds on each step allow, and as broad as the number of dates asks for, whether they span days or
 * decades.
 */
const scaleOf = (days: readonly number[], nodes: number): ((day: number) => number) => {
  if (days.length < 2) return (day) => (day - (days[0] ?? 0)) / 10;
  const span = days.at(-1)! - days[0]!;
  const width = Math.max(900, days.length * 90, Math.sqrt(nodes) * 200);
  const points: Point[] = [{ x: days[0]!, y: 0 }];
  for (let i = 1; i < days.length; i++) {
    const step = ((days[i]! - days[i - 1]!) / span) * width;
    points.push({ x: days[i]!, y: points[i - 1]!.y + Math.min(MOST, Math.max(LEAST, step)) });
  }
  return through(points, width / span);
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Years first, then months, then days, as far as there is room for their words. */
const guidesFor = (days: readonly number[], scale: (day: number) => number): Guide[] => {
  if (days.length === 0) return [];
  const from = days[0]!;
  const to = days.at(-1)!;
  const guides: Guide[] = [];
  const offer = (day: number, text: string): void => {
    const x = scale(day);
    if (guides.every((guide) => Math.abs(guide.x - x) >= BETWEEN_GUIDES)) guides.push({ x, text });
  };
  const { year: firstYear } = dateOf(from);
  const { year: lastYear } = dateOf(to);
  for (let year = firstYear + 1; year <= lastYear; year++) offer(dayOf(year, 1, 1), `${year}`);
  const monthName = (day: number): string => `${months[dateOf(day).month - 1]!} ${dateOf(day).year}`;
  for (let month = 2, day = dayOf(firstYear, month, 1); day <= to; month++, day = dayOf(firstYear, month, 1)) {
    if (day >= from) offer(day, monthName(day));
  }
  for (const day of days) offer(Math.floor(day), `${dateOf(Math.floor(day)).day} ${monthName(Math.floor(day))}`);
  return guides.sort((a, b) => a.x - b.x);
};

/** On so many lanes, and these so far apart, that the picture is no band. */
const drawnOut = (net: Net, x: readonly number[]): Point[] => {
  const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  const wide = range(x) + LABELLED.width;
  const highOf = (places: readonly Point[]): number => range(places.map(({ y }) => y)) + LABELLED.height;
  let places = lanes(net, x, LABELLED);
  // More of them where those of one date after the other do not share one.
  for (let apart = 2; apart <= 4 && highOf(places) * MOST_DRAWN * SHAPE < wide; apart *= 2) {
    places = lanes(net, x, { ...LABELLED, width: apart * LABELLED.width });
  }
  const share = Math.min(MOST_DRAWN, Math.max(1, wide / SHAPE / highOf(places)));
  return places.map(({ x, y }) => ({ x, y: Math.round(y * share) }));
};

const MOST_DRAWN = 2.5;

/** Heights near to those of the neighbours, on lanes in which labels do not meet. */
const lanes = (net: Net, x: readonly number[], room: Room): Point[] => {
  let y = net.nodes.map(() => 0);
  const order: number[] = [];
  const seen = net.nodes.map(() => false);
  for (let rest = [...x.keys()]; rest.length > 0; rest = rest.filter((i) => !seen[i])) {
    order.push(...breadthFirst(net, [busiest(net, rest)], seen));
  }
  const done = net.nodes.map(() => false);
  for (let round = 0; round < 4; round++) {
    const taken = crowd(room);
    const next: number[] = [];
    for (const i of order) {
      // In the first round only some have a height; then all do.
      const near = net.near[i]!.filter((other) => done[other]);
      const wished = near.length > 0 ? mean(near.map((other) => next[other] ?? y[other]!)) : y[i]!;
      const lane = Math.round(wished / LABELLED.height) * LABELLED.height;
      const place = nearestFree(taken, { x: x[i]!, y: lane }, "y", LABELLED.height);
      taken.add(place);
      next[i] = place.y;
      done[i] = true;
    }
    y = next;
  }
  return x.map((at, i) => ({ x: at, y: y[i]! }));
};
