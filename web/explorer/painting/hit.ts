// What is at a point of the graph. A grid keeps the question cheap, however large the scene.
import type { Point } from "../model";
import { Cells } from "../scene/cells";
import { along, chain } from "../scene/curve";
import { distanceTo } from "../scene/detour";
import type { Box, Scene, SceneLine, SceneNode } from "../scene/scene";
import { detailed, radiusAt, signsAt, signsOf, widthAt } from "./sizes";

export interface Hitter {
  /**
   * The node or line at a point of the graph, or no farther from it than the tolerance, in pixels: about 4 for a
   * pointer, 12 for a finger. A sign of a line goes before a node, and a node before a line; of nodes that lie upon each
   * other the upper one, else what is nearest.
   */
  readonly at: (point: Point, scale: number, tolerance: number) => SceneNode | SceneLine | null;
  /** The nodes whose middle is in the box, in the order of the scene. */
  readonly within: (box: Box) => readonly SceneNode[];
}

const CELL = 80;

export function hitter(scene: Scene): Hitter {
  // Made when it is first needed: while a node is dragged every frame has a scene of its own.
  let made: Index | null = null;
  const index = () => (made ??= indexed(scene));
  return {
    at(point, scale, tolerance) {
      const { signed, nodes, lines, largest, widest } = index();
      const reach = tolerance / scale;
      if (detailed(scene, scale)) {
        // No tolerance here: what lies beside a sign is hit as if it were not there.
        const sign = nearest(signed, point, SIGNS / scale, 0, (line) => {
          const { signs, size } = signsAt(line, scale);
          const away = signs.map(({ at }) => Math.hypot(point.x - at.x, point.y - at.y) - size / 2 / scale);
          return Math.max(0, Math.min(...away));
        });
        if (sign !== null) return sign;
      }
      const far = radiusAt({ radius: largest }, scale) / scale + reach;
      const node = nearest(nodes, point, far, reach, (one) => {
        const away = Math.hypot(point.x - one.x, point.y - one.y) - radiusAt(one, scale) / scale;
        return Math.max(0, away);
      });
      if (node !== null) return node;
      const lineFar = widthAt({ width: widest }, scale) / scale / 2 + reach + CELL / 4;
      return nearest(lines, point, lineFar, reach, (one) =>
        Math.max(0, distanceToLine(one, point) - widthAt(one, scale) / scale / 2),
      );
    },
    within: (box) =>
      scene.nodes.filter(({ x, y }) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom),
  };
}

// So far signs reach from the middle of their line at most, in pixels.
const SIGNS = 40;

interface Index {
  readonly signed: Grid<SceneLine>;
  readonly nodes: Grid<SceneNode>;
  readonly lines: Grid<SceneLine>;
  readonly largest: number;
  readonly widest: number;
}

/** Items in the order of painting, and the numbers of those in each cell. */
interface Grid<Item> {
  readonly items: readonly Item[];
  readonly cells: Cells<number>;
}

function indexed(scene: Scene): Index {
  return {
    signed: grid(scene.lines, (line) => (signsOf(line).length === 0 ? [] : [along(line, line.middle)])),
    nodes: grid(scene.nodes, (node) => [node]),
    lines: grid(scene.lines, samples),
    largest: Math.max(0, ...scene.nodes.map((node) => node.radius)),
    widest: Math.max(0, ...scene.lines.map((line) => line.width)),
  };
}

function grid<Item>(items: readonly Item[], places: (item: Item) => readonly Point[]): Grid<Item> {
  const cells = new Cells<number>(CELL);
  items.forEach((item, i) => {
    for (const place of places(item)) cells.put(place, i);
  });
  return { items, cells };
}

/** Points of a line of which no two neighbours are farther apart than half a cell. */
function samples(line: SceneLine): readonly Point[] {
  const corners = chain(line);
  const found: Point[] = [];
  for (let i = 1; i < corners.length; i++) {
    const a = corners[i - 1]!;
    const b = corners[i]!;
    const steps = Math.max(1, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / (CELL / 2)));
    for (let step = 0; step <= steps; step++) {
      found.push({ x: a.x + ((b.x - a.x) * step) / steps, y: a.y + ((b.y - a.y) * step) / steps });
    }
  }
  return found;
}

/** The item that is nearest of those within reach; of equally near ones the uppermost. */
function nearest<Item>(
  { items, cells }: Grid<Item>,
  point: Point,
  far: number,
  reach: number,
  distance: (item: Item) => number,
): Item | null {
  let best = -1;
  let least = Infinity;
  cells.near(point, far, (i) => {
    const away = distance(items[i]!);
    if (away > reach || away > least || (away === least && i < best)) return;
    least = away;
    best = i;
  });
  return items[best] ?? null;
}

function distanceToLine(line: SceneLine, point: Point): number {
  const corners = chain(line);
  let least = Infinity;
  for (let i = 1; i < corners.length; i++) {
    least = Math.min(least, distanceTo(corners[i - 1]!, corners[i]!, point));
  }
  return least;
}
