// Boxes on a plane, and whether there is room among them; lines, and how many go through a box. Grids keep the
// questions cheap.
import type { Point } from "../model";
import type { Box } from "../scene/scene";

export interface Crowd {
  readonly add: (box: Box) => void;
  readonly free: (box: Box) => boolean;
}

const CELL = 48;

export function crowd(): Crowd {
  const cells = new Map<number, Box[]>();
  return {
    add(box) {
      each(box, (key) => {
        const there = cells.get(key);
        if (there === undefined) cells.set(key, [box]);
        else there.push(box);
        return true;
      });
    },
    free: (box) => each(box, (key) => !cells.get(key)?.some((other) => overlap(box, other))),
  };
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Goes through the cells that a box touches while the answer is true; tells whether it always was. */
function each(box: Box, visit: (key: number) => boolean): boolean {
  const right = Math.floor(box.right / CELL);
  const bottom = Math.floor(box.bottom / CELL);
  for (let x = Math.floor(box.left / CELL); x <= right; x++) {
    // Two cells of one key would cost time, never truth.
    for (let y = Math.floor(box.top / CELL); y <= bottom; y++) if (!visit(x * 1048573 + y)) return false;
  }
  return true;
}

export interface Strokes {
  /** How many of the lines go through a box. */
  readonly through: (box: Box) => number;
}

/** Squares that lines pass, all together. Beyond that it would take longer than one waits for names to be placed. */
const MOST_PASSED = 150_000;

/** Lines, each a chain of points, on a plane at a scale. Of very many or very long ones nothing is known. */
export function strokes(chains: readonly (readonly Point[])[], scale: number): Strokes {
  const cells = new Map<number, { readonly line: number; readonly a: Point; readonly b: Point }[]>();
  let passed = 0;
  for (const [line, chain] of chains.entries()) {
    for (let i = 1; i < chain.length; i++) {
      const a = { x: chain[i - 1]!.x * scale, y: chain[i - 1]!.y * scale };
      const b = { x: chain[i]!.x * scale, y: chain[i]!.y * scale };
      const piece = { line, a, b };
      const pieces = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / CELL));
      passed += pieces;
      if (passed > MOST_PASSED) return { through: () => 0 };
      for (let k = 0; k < pieces; k++) {
        const [from, to] = [mixed(a, b, k / pieces), mixed(a, b, (k + 1) / pieces)];
        const around = {
          left: Math.min(from.x, to.x),
          top: Math.min(from.y, to.y),
          right: Math.max(from.x, to.x),
          bottom: Math.max(from.y, to.y),
        };
        each(around, (key) => {
          const there = cells.get(key);
          if (there === undefined) cells.set(key, [piece]);
          else if (there.at(-1) !== piece) there.push(piece);
          return true;
        });
      }
    }
  }
  return {
    through: (box) => {
      const found = new Set<number>();
      each(box, (key) => {
        for (const { line, a, b } of cells.get(key) ?? []) if (!found.has(line) && crosses(a, b, box)) found.add(line);
        return true;
      });
      return found.size;
    },
  };
}

const mixed = (a: Point, b: Point, share: number): Point => ({ x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share });

/** Whether a piece of a line and a box meet: none of the three directions in which they could lie apart keeps them so. */
function crosses(a: Point, b: Point, { left, top, right, bottom }: Box): boolean {
  if (Math.max(a.x, b.x) < left || Math.min(a.x, b.x) > right || Math.max(a.y, b.y) < top || Math.min(a.y, b.y) > bottom) {
    return false;
  }
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const side = (x: number, y: number): number => Math.sign(dx * (y - a.y) - dy * (x - a.x));
  const first = side(left, top);
  return first === 0 || side(right, top) !== first || side(left, bottom) !== first || side(right, bottom) !== first;
}
