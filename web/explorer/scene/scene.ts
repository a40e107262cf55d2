// A scene is what is to be drawn, in the units of the graph, free of colours and pixels: the canvas and the SVG file
// are painted from the same scene.
import type { Guide } from "../layout/layout";
import type { Change, EntityKind, Point, Status } from "../model";

export interface SceneNode extends Point {
  readonly id: string;
  readonly kind: EntityKind;
  readonly name: string;
  readonly radius: number;
  /** How many relations are not on the canvas. */
  readonly hidden: number;
  readonly pinned: boolean;
  readonly selected: boolean;
  /** Has the keyboard, or the pointer is over it. */
  readonly focused: boolean;
  /** Belongs to a path that is pointed at. */
  readonly highlighted: boolean;
  readonly dimmed: boolean;
  /** The lens does not show it. */
  readonly unseen: boolean;
  readonly change: Change | null;
}

export interface SceneLine {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Where it leaves and reaches the rims of its nodes. */
  readonly start: Point;
  readonly end: Point;
  /** The control point of a quadratic curve; null: straight. */
  readonly bend: Point | null;
  /** Which share of the way has the words and signs: halfway, or beside what lies there. */
  readonly middle: number;
  /** In pixels at scale 1, by the number of independent origins. */
  readonly width: number;
  readonly status: Status | null;
  readonly contested: boolean;
  /** What it tells is over. */
  readonly ended: boolean;
  readonly arrow: boolean;
  readonly label: string;
  readonly selected: boolean;
  readonly focused: boolean;
  readonly highlighted: boolean;
  readonly dimmed: boolean;
  readonly change: Change | null;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Scene {
  /** In the order of painting: later ones lie above. */
  readonly lines: readonly SceneLine[];
  readonly nodes: readonly SceneNode[];
  /** Behind everything, from left to right. */
  readonly guides: readonly Guide[];
  /** Of all nodes with their rims, and of their lines; null if there are none. */
  readonly bounds: Box | null;
}
