// What the layouts calculate with.
import type { Point } from "../model";

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};

export const lengthOf = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** The point so many turns along the circle of radius 1, from (1, 0) towards (0, 1): Taylor's series in an eighth. */
export const direction = (turns: number): Point => {
  const quarter = Math.round(turns * 4);
  const angle = (turns - quarter / 4) * 2 * Math.PI;
  const square = angle * angle;
  let cos = 0;
  let sin = 0;
  for (let k = 16; k > 0; k -= 2) {
    cos = (1 - cos) * (square / (k * (k - 1)));
    sin = (1 - sin) * (square / (k * (k + 1)));
  }
  cos = 1 - cos;
  sin = angle * (1 - sin);
  switch (((quarter % 4) + 4) % 4) {
    case 0: return { x: cos, y: sin };
    case 1: return { x: -sin, y: cos };
    case 2: return { x: -cos, y: -sin };
    default: return { x: sin, y: -cos };
  }
};

/**
 * The values that never fall and lie nearest to the given ones by the sum of weighted squares: isotonic regression by
 * pooling adjacent violators (Ayer, Brunk, Ewing, Reid, Silverman 1955).
 */
export const rising = (values: readonly number[], weights: readonly number[]): number[] => {
  const pools: { value: number; weight: number; size: number }[] = [];
  values.forEach((value, i) => {
    let pool = { value, weight: weights[i]!, size: 1 };
    for (let last = pools.at(-1); last && last.value > pool.value; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = {
        value: (last.value * last.weight + pool.value * pool.weight) / weight,
        weight,
        size: last.size + pool.size,
      };
    }
    pools.push(pool);
  });
  return pools.flatMap(({ value, size }) => Array<number>(size).fill(value));
};

/** As near to the wished values as can be, in the order given, each at least gap(i) after the one before. */
export const spaced = (
  wished: readonly number[],
  weights: readonly number[],
  gap: (i: number) => number,
): number[] => {
  const offsets: number[] = [];
  for (let i = 0, sum = 0; i < wished.length; i++) offsets.push((sum += i === 0 ? 0 : gap(i)));
  return rising(wished.map((value, i) => value - offsets[i]!), weights).map((value, i) => value + offsets[i]!);
};

/** A function through points with ascending x: straight between them, with the given slope before and after. */
export const through = (points: readonly Point[], slope: number): ((x: number) => number) => (x) => {
  const first = points[0]!;
  const last = points.at(-1)!;
  if (x <= first.x) return first.y + (x - first.x) * slope;
  if (x >= last.x) return last.y + (x - last.x) * slope;
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const half = (low + high) >> 1;
    if (points[half]!.x <= x) low = half;
    else high = half;
  }
  const a = points[low]!;
  const b = points[high]!;
  return a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y);
};
