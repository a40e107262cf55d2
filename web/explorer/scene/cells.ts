// A plane cut into square cells, so that what is near a point is found without looking at everything.

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

  put({ x, y }: { readonly x: number; readonly y: number }, item: Item): void {
    const key = cellKey(Math.floor(x / this.side), Math.floor(y / this.side));
    const there = this.cells.get(key);
    if (there === undefined) this.cells.set(key, [item]);
    else if (there.at(-1) !== item) there.push(item);
  }

  /** Calls with all in the cell of a point and in those around it: all that are nearer than a side, and some others. */
  around(x: number, y: number, visit: (item: Item) => void): void {
    const column = Math.floor(x / this.side);
    const row = Math.floor(y / this.side);
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) this.cells.get(cellKey(i, j))?.forEach(visit);
    }
  }
}
