// Columns by the part that an entity plays in the trade: from those who make, over those who sell and allow, to those
// who use it and those it is used against. What joins two of them stands between them.
import type { EntityKind, Point, RelationType } from "../model";
import { LABELLED } from "./crowding";
import { fitIn, fitOf } from "./fitting";
import type { Guide } from "./layout";
import { breadthFirst, type Net } from "./net";
import { mean, spaced } from "./numbers";

/** From left to right. */
export const columns = [
  "Makers",
  "Products",
  "Sellers",
  "Deals and measures",
  "States",
  "Buyers and operators",
  "Surveillance",
  "Targets",
  "Lawsuits and events",
  "Others",
] as const;

export type Column = (typeof columns)[number];

/** What an entity is decides, where that is a thing or a happening and not somebody who acts. */
const byKind: Readonly<Partial<Record<EntityKind, Column>>> = {
  PRODUCT: "Products",
  DEAL: "Deals and measures",
  MEASURE: "Deals and measures",
  TARGETING: "Surveillance",
  LAWSUIT: "Lawsuits and events",
  EVENT: "Lawsuits and events",
};

/**
 * What it does decides next: the first that applies. A company that makes and sells is a maker, a state that spies and
 * is spied on an operator.
 */
const byRelation: readonly { readonly type: RelationType; readonly end: "from" | "to"; readonly column: Column }[] = [
  { type: "MAKES", end: "from", column: "Makers" },
  { type: "SELLER_IN", end: "from", column: "Sellers" },
  { type: "BROKER_IN", end: "from", column: "Sellers" },
  { type: "SUPPLIES", end: "from", column: "Sellers" },
  { type: "OPERATED", end: "from", column: "Buyers and operators" },
  { type: "USES", end: "from", column: "Buyers and operators" },
  { type: "BUYER_IN", end: "from", column: "Buyers and operators" },
  { type: "TARGETED", end: "to", column: "Targets" },
];

/** What it is decides last. Who plays no part stands with the others. */
const otherwise: Readonly<Partial<Record<EntityKind, Column>>> = {
  COUNTRY: "States",
  GOVERNMENT: "States",
  PUBLIC_BODY: "States",
};

/** By node. */
export const columnsOf = (net: Net): Column[] => {
  const plays = net.nodes.map(() => byRelation.length);
  for (const { from, to, line } of net.lines) {
    byRelation.forEach(({ type, end }, rank) => {
      const node = end === "from" ? from : to;
      if (line.type === type) plays[node] = Math.min(plays[node]!, rank);
    });
  }
  return net.nodes.map(({ kind }, i) => byKind[kind] ?? byRelation[plays[i]!]?.column ?? otherwise[kind] ?? "Others");
};

const BETWEEN = 260;
const SWEEPS = 12;

export const role = (net: Net): { readonly places: Point[]; readonly guides: Guide[] } => {
  const of = columnsOf(net);
  const members = columns.map((column) => net.nodes.map((_, i) => i).filter((i) => of[i] === column));
  // A long column is broken into several, so that the picture is not a tower.
  const tallest = Math.max(12, Math.ceil(Math.sqrt(net.nodes.length) * 1.8));
  const gapIn = (column: readonly number[]): number =>
    LABELLED.height / Math.max(1, Math.ceil(column.length / tallest));
  const y = startingOrder(net, members, gapIn);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = sweep % 2 === 0 ? members : [...members].reverse();
    for (const column of order) arrange(net, column, gapIn(column), y);
  }
  const ideal: Point[] = [];
  const guides: Guide[] = [];
  let x = 0;
  members.forEach((column, c) => {
    if (column.length === 0) return;
    const parts = Math.ceil(column.length / tallest);
    // In turns, so that each stands about as high as what it has lines to.
    column.forEach((node, i) => {
      ideal[node] = { x: x + (i % parts) * LABELLED.width, y: y[node]! };
    });
    guides.push({ x: x + ((parts - 1) * LABELLED.width) / 2, text: columns[c]! });
    x += BETWEEN + (parts - 1) * LABELLED.width;
  });
  const fit = fitOf(net, ideal, () => true);
  return {
    places: fitIn(net, ideal, fit, LABELLED),
    guides: guides.map((guide) => ({ x: Math.round(fit(guide.x)), text: guide.text })),
  };
};

/** What hangs together begins at the same height. */
const startingOrder = (
  net: Net,
  members: readonly (readonly number[])[],
  gapIn: (column: readonly number[]) => number,
): number[] => {
  const seen = net.nodes.map(() => false);
  const rank = new Map<number, number>();
  for (const first of net.nodes.keys()) for (const node of breadthFirst(net, [first], seen)) rank.set(node, rank.size);
  const y: number[] = [];
  for (const column of members) {
    const sorted = [...column].sort((a, b) => rank.get(a)! - rank.get(b)!);
    sorted.forEach((node, i) => (y[node] = (i - (sorted.length - 1) / 2) * gapIn(column)));
  }
  return y;
};

/** Sorts a column by where its neighbours are (the barycentre), and lets each stand as near to that as others allow. */
const arrange = (net: Net, column: number[], gap: number, y: number[]): void => {
  const wished = new Map(column.map((node) => {
    const near = net.near[node]!;
    return [node, near.length > 0 ? mean(near.map((other) => y[other]!)) : y[node]!];
  }));
  column.sort((a, b) => wished.get(a)! - wished.get(b)! || y[a]! - y[b]! || a - b);
  const weights = column.map((node) => net.near[node]!.length + 0.1);
  const found = spaced(column.map((node) => wished.get(node)!), weights, () => gap);
  // Around the middle of all, lest the columns drift.
  const middle = (found[0] ?? 0) / 2 + (found.at(-1) ?? 0) / 2;
  column.forEach((node, i) => (y[node] = found[i]! - middle));
};
