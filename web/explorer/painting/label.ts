// A text that is written beside a node or along a line.
import type { Point } from "../model";
import type { SceneLine, SceneNode } from "../scene/scene";

export interface Label {
  /** Of the node or line. */
  readonly id: string;
  readonly rows: readonly string[];
  /** From the middle of the node or line to where the letters of the first row stand, in pixels. */
  readonly dx: number;
  readonly dy: number;
  readonly align: "start" | "middle" | "end";
  readonly size: number;
  readonly bold: boolean;
  /** Clockwise around the place where the letters stand. */
  readonly angle: number;
  /** From the middle of the node to where a thin line reaches the label; null: it stands beside its node. */
  readonly leader: Point | null;
}

/** A row is this much higher than its letters. */
export const ROW = 1.18;

/** Whether somebody points at it or chose it: it has its label before all others. */
export function urgent(item: SceneNode | SceneLine): boolean {
  return item.focused || item.selected || item.highlighted;
}
