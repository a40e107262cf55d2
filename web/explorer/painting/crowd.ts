// Boxes on a plane, and whether there is room among them. A grid keeps the question cheap.
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
