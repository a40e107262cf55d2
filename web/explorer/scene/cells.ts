// A plane cut into square cells, so that what is near a point is found without looking at everything.
import type { Point } from "../model";

/**
 * A cell's key, small enough to be looked up quickly. Cells that are very far apart share one: whoever finds something
 * in a cell still asks how near it is.
 */
export function cellKey(column: number, row: number): number {
  return ((column & 0x7fff) << 15) | (row & 0x7fff);
}

/** Things by the cell of one or more points of each; each cell in the order in which they came. */
export class Cells<Item> {
  private readonly cells = new Map<number, Item[]>();

  constructor(private readonly side: number) {}

  put({ x, y }: Point, item: Item): void {
    const key = cellKey(Math.floor(x / this.side), Math.floor(y / this.side));
    const there = this.cells.get(key);
    if (there === undefined) this.cells.set(key, [item]);
    else if (there.at(-1) !== item) there.push(item);
  }

  /** Calls with all in the cells around a point: all that are no farther from it than that, and some others. */
  near({ x, y }: Point, far: number, visit: (item: Item) => void): void {
    const right = Math.floor((x + far) / this.side);
    const bottom = Math.floor((y + far) / this.side);
    for (let column = Math.floor((x - far) / this.side); column <= right; column++) {
      for (let row = Math.floor((y - far) / this.side); row <= bottom; row++) {
        this.cells.get(cellKey(column, row))?.forEach(visit);
      }
    }
  }
}
