// Layouts in which x tells something (a column, a date) fit free nodes in among fixed ones here.
import type { Point } from "../model";
import { crowd, nearestFree, type Room } from "./crowding";
import type { Net } from "./net";
import { mean, median, rising, through } from "./numbers";

/** From where an x would be without fixed nodes to where it is among them. It never falls. */
export type Fit = (ideal: number) => number;

/** The fit that the fixed nodes among the telling ones tell. None fixed: everything is where it would be. */
export const fitOf = (net: Net, ideal: readonly Point[], tells: (node: number) => boolean): Fit => {
  const found = new Map<number, number[]>();
  net.fixed.forEach((place, i) => {
    if (!place || !tells(i)) return;
    const at = ideal[i]!.x;
    const values = found.get(at);
    if (values) values.push(place.x);
    else found.set(at, [place.x]);
  });
  if (found.size === 0) return (value) => value;
  const known = [...found].sort(([a], [b]) => a - b);
  // One that was dragged aside does not take its column along: hence the median.
  const fitted = rising(known.map(([, values]) => median(values)), known.map(([, values]) => values.length));
  return through(known.map(([x], i) => ({ x, y: fitted[i]! })), 1);
};

/**
 * Free nodes get the x that the fit has for them, and stand as near as they can to the heights of those that they have
 * lines to, beginning with those next to fixed ones.
 */
export const fitIn = (net: Net, ideal: readonly Point[], fit: Fit, room: Room): Point[] => {
  const held = net.fixed.flatMap((place, i) => (place ? [i] : []));
  if (held.length === 0) return [...ideal];
  const shift = median(held.map((i) => net.fixed[i]!.y - ideal[i]!.y));
  const places: Point[] = [...ideal];
  const placed = net.fixed.map(Boolean);
  const taken = crowd(room);
  for (const i of held) {
    places[i] = net.fixed[i]!;
    taken.add(places[i]!);
  }
  const put = (i: number): void => {
    const near = net.near[i]!.filter((other) => placed[other]);
    const y = near.length > 0 ? mean(near.map((other) => places[other]!.y)) : ideal[i]!.y + shift;
    places[i] = nearestFree(taken, { x: fit(ideal[i]!.x), y }, "y");
    placed[i] = true;
    taken.add(places[i]!);
  };
  const ahead = [...held];
  for (let k = 0; k < ahead.length; k++) {
    for (const other of net.near[ahead[k]!]!) {
      if (placed[other]) continue;
      put(other);
      ahead.push(other);
    }
  }
  net.nodes.forEach((_, i) => {
    if (!placed[i]) put(i);
  });
  return places;
};
