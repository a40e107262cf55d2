// What the shapes and strokes of a scene mean: only of what occurs in it.
import type { Change, EntityKind, Point, Status } from "../model";
import { widths } from "../scene/build";
import type { Scene, SceneLine, SceneNode } from "../scene/scene";
import { capital, changes, keys, kinds, statuses } from "../words";
import { type Close, paintLine, paintNode, paintSigns } from "./paint";
import type { Measure, Pen } from "./pen";
import type { Theme } from "./theme";

export interface LegendItem {
  readonly text: string;
  /** Painted as it is in the picture. */
  readonly sample: { readonly node: SceneNode } | { readonly line: SceneLine };
}

export interface LegendPart {
  readonly title: string;
  readonly items: readonly LegendItem[];
}

/** Always in the same order: that of the closed lists. Parts without items are left out. */
export function legend(scene: Scene): readonly LegendPart[] {
  const kindsHere = new Set(scene.nodes.map((node) => node.kind));
  const statusesHere = new Set(scene.lines.map((line) => line.status));
  const widthsHere = new Set(scene.lines.map((line) => line.width));
  const changesHere = new Set([...scene.nodes, ...scene.lines].map((item) => item.change));
  const parts: LegendPart[] = [
    {
      title: "Entities",
      items: keys<EntityKind>(kinds)
        .filter((kind) => kindsHere.has(kind))
        .map((kind) => ({ text: capital(kinds[kind]), sample: { node: { ...plainNode, kind } } })),
    },
    {
      title: "Relations",
      items: [
        ...keys<Status>(statuses)
          .filter((status) => statusesHere.has(status))
          .map((status) => ({ text: capital(statuses[status]), sample: { line: { ...plainLine, status } } })),
        ...(scene.lines.some((line) => line.contested)
          ? [{ text: "Contested: denied by others", sample: { line: { ...plainLine, contested: true } } }]
          : []),
        ...(scene.lines.some((line) => line.ended)
          ? [{ text: "Over by now, or by the lens’ day", sample: { line: { ...plainLine, ended: true } } }]
          : []),
      ],
    },
    {
      title: "Independent origins",
      items: widths
        .map((width, origins) => ({ text: ORIGINS[origins]!, sample: { line: { ...plainLine, width } } }))
        // If all are alike, width tells nothing.
        .filter((item) => widthsHere.size > 1 && widthsHere.has(item.sample.line.width)),
    },
    {
      title: "Compared",
      items: keys<Change>(changes)
        .filter((change) => changesHere.has(change))
        .map((change) => ({ text: capital(changes[change]), sample: { line: { ...plainLine, change } } })),
    },
    {
      title: "Signs",
      items: [
        ...(scene.nodes.some((node) => node.hidden > 0)
          ? [{ text: "Relations that are not shown", sample: { node: { ...signedNode, hidden: 9 } } }]
          : []),
        ...(scene.nodes.some((node) => node.pinned)
          ? [{ text: "Put there by hand", sample: { node: { ...signedNode, pinned: true } } }]
          : []),
        ...(scene.nodes.some((node) => node.unseen)
          ? [{ text: "Nobody speaks of it under this lens", sample: { node: { ...plainNode, dimmed: true } } }]
          : []),
      ],
    },
  ];
  return parts.filter((part) => part.items.length > 0);
}

const ORIGINS = ["None asserts it", "One", "Two", "Three", "Four", "Five or more"];

const unmarked = { selected: false, focused: false, highlighted: false, dimmed: false, change: null };
const plainNode: SceneNode = {
  ...unmarked,
  id: "",
  kind: "PERSON",
  name: "",
  x: 0,
  y: 0,
  radius: 10,
  hidden: 0,
  pinned: false,
  unseen: false,
};
/** Large enough to bear signs. */
const signedNode: SceneNode = { ...plainNode, radius: 12 };
const plainLine: SceneLine = {
  ...unmarked,
  id: "",
  from: "",
  to: "",
  start: { x: -20, y: 0 },
  end: { x: 20, y: 0 },
  bend: null,
  width: widths[1]!,
  status: "STATED",
  contested: false,
  ended: false,
  middle: 0.5,
  arrow: false,
  label: "",
};

/** A sample takes so much room, in pixels. */
export const SAMPLE = { width: 44, height: 24 } as const;

/** Paints a sample with its middle at (x, y). */
export function paintSample({ sample }: LegendItem, x: number, y: number, pen: Pen, theme: Theme): void {
  const place = (point: Point) => ({ x: x + point.x, y: y + point.y });
  const close: Close = { scale: 1, detailed: true, place };
  if ("node" in sample) paintNode(sample.node, x, y, pen, theme, close);
  else {
    paintLine(sample.line, pen, theme, close);
    paintSigns(sample.line, pen, theme, close);
  }
}

const COLUMN_GAP = 22;
const TITLE = { size: 11, bold: true };
const ITEM = { size: 11, bold: false };

/** How much room a legend takes of a picture so wide. Its parts stand beside each other, as many as there is room for. */
export function legendHeight(parts: readonly LegendPart[], width: number, measure: Measure): number {
  return Math.max(0, ...arranged(parts, width, measure).map(({ part, y }) => y + heightOf(part)));
}

/** Paints a legend of that width, its upper left corner at (x, y). */
export function paintLegend(
  parts: readonly LegendPart[],
  x: number,
  y: number,
  width: number,
  pen: Pen,
  theme: Theme,
  measure: Measure,
): void {
  for (const { part, x: dx, y: dy } of arranged(parts, width, measure)) {
    const left = x + dx;
    const top = y + dy;
    pen.text(part.title, left, top + 13, { ...TITLE, colour: theme.text, align: "start" });
    part.items.forEach((item, i) => {
      const middle = top + SAMPLE.height * (i + 1.5);
      pen.begin(() => item.text);
      paintSample(item, left + SAMPLE.width / 2, middle - 3, pen, theme);
      pen.text(item.text, left + SAMPLE.width + 6, middle + 1, { ...ITEM, colour: theme.text, align: "start" });
      pen.end();
    });
  }
}

function heightOf(part: LegendPart): number {
  return SAMPLE.height * (part.items.length + 1);
}

function arranged(
  parts: readonly LegendPart[],
  width: number,
  measure: Measure,
): { readonly part: LegendPart; readonly x: number; readonly y: number }[] {
  let x = 0;
  let y = 0;
  let tallest = 0;
  return parts.map((part) => {
    const texts = part.items.map((item) => SAMPLE.width + 6 + measure(item.text, ITEM.size, ITEM.bold));
    const wide = Math.max(measure(part.title, TITLE.size, TITLE.bold), ...texts);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += tallest + 8;
      tallest = 0;
    }
    const place = { part, x, y };
    x += wide + COLUMN_GAP;
    tallest = Math.max(tallest, heightOf(part));
    return place;
  });
}
