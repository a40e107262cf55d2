// Columns by the part that an entity plays in the trade: from those who make, over those who sell and allow, to those
// who use it and those it is used against. What joins two of them stands between them.
import type { EntityKind, Point, RelationType } from "../model";
import { APART, LABELLED, SHAPE } from "./crowding";
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

// Numbers that follow are pixels of a picture of all, in which each name is to be read beside its node.

/** What a name takes of the height: one row of letters, two or three. */
const heightOf = (letters: number): number => (letters <= 18 ? 17 : letters <= 40 ? 30 : 42);

/** From one column to the next, by how full it is: many names stand beside their nodes, few have room below. */
const FULL = 150;
const HALF = 115;
const FEW = 78;
/** Nobody stands farther from the next one in a column. */
const FARTHEST = 190;
const SWEEPS = 12;

export const role = (net: Net): { readonly places: Point[]; readonly guides: Guide[] } => {
  const of = columnsOf(net);
  const members = columns.map((column) => net.nodes.map((_, i) => i).filter((i) => of[i] === column));
  const needs = net.nodes.map(({ letters }) => heightOf(letters));
  const sums = members.map((column) => column.reduce((sum, node) => sum + needs[node]!, 0));
  const height = heightFor(sums);
  const parts = sums.map((sum) => partsFor(sum, height));
  const broad = broadOf(sums, height);
  // The room that is left in one direction is given to all alike.
  const wider = Math.min(1.6, Math.max(1, (SHAPE * height) / broad));
  const higher = Math.max(1, broad / SHAPE / height);
  const steps = sums.map((sum, c) => {
    const spread = Math.max(1, Math.min(2, (height * parts[c]!) / Math.max(1, sum))) * higher;
    return (node: number): number => Math.min(FARTHEST, needs[node]! * spread) / parts[c]!;
  });
  // In units: those that have the least room are as far apart as they have to be.
  const least = Math.min(...members.flatMap((column, c) => column.map((node) => steps[c]!(node) * parts[c]!)));
  const unit = Math.max(1, APART / least);
  const gaps = steps.map((step) => (before: number, node: number) => ((step(before) + step(node)) / 2) * unit);
  const y = startingOrder(net, members, gaps);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const order = [...members.keys()];
    for (const c of sweep % 2 === 0 ? order : order.reverse()) arrange(net, members[c]!, gaps[c]!, parts[c]! > 1, y);
  }
  const ideal: Point[] = [];
  const guides: Guide[] = [];
  let x = 0;
  members.forEach((column, c) => {
    if (column.length === 0) return;
    const wide = Math.round(widthFor(sums[c]!, height) * wider * unit);
    if (parts[c]! > 1) {
      for (const { node, part, y } of dealt(column, parts[c]!, (node) => steps[c]!(node) * parts[c]! * unit)) {
        ideal[node] = { x: x + part * wide, y };
      }
    } else for (const node of column) ideal[node] = { x, y: y[node]! };
    guides.push({ x: x + ((parts[c]! - 1) * wide) / 2, text: columns[c]! });
    x += parts[c]! * wide;
  });
  const fit = fitOf(net, ideal, () => true);
  return {
    places: fitIn(net, ideal, fit, LABELLED),
    guides: guides.map((guide) => ({ x: Math.round(fit(guide.x)), text: guide.text })),
  };
};

/** To the part that is the shortest so far, so that each stands about as high as what it has lines to. */
const dealt = (column: readonly number[], parts: number, step: (node: number) => number) => {
  const heights = Array<number>(parts).fill(0);
  const found = column.map((node) => {
    const part = heights.indexOf(Math.min(...heights));
    const y = heights[part]! + step(node) / 2;
    heights[part]! += step(node);
    return { node, part, y };
  });
  return found.map(({ node, part, y }) => ({ node, part, y: y - heights[part]! / 2 }));
};

type Gap = (before: number, node: number) => number;

const partsFor = (sum: number, height: number): number => Math.ceil(sum / height - 1e-9);

const widthFor = (sum: number, height: number): number => (sum > height / 2 ? FULL : sum > height / 6 ? HALF : FEW);

/** How broad all columns are together, broken into parts that are no higher than that. */
const broadOf = (sums: readonly number[], height: number): number =>
  sums.reduce((broad, sum) => broad + partsFor(sum, height) * widthFor(sum, height), 0);

/**
 * How high columns are, so that the picture is about as broad for its height as a screen. A column whose names take more
 * is broken into several.
 */
const heightFor = (sums: readonly number[]): number => {
  let best = Math.max(...sums);
  let least = Infinity;
  for (const sum of sums) {
    for (let parts = 1; parts <= MOST_PARTS && sum / parts >= 1; parts++) {
      const height = sum / parts;
      const several = sums.reduce((all, one) => all + partsFor(one, height), 0);
      // A column in one piece is read more easily than one of several, be it a little smaller.
      const size = Math.max(broadOf(sums, height), height * SHAPE) * (1 + PART * several);
      if (size < least) [best, least] = [height, size];
    }
  }
  return best;
};

const MOST_PARTS = 40;
/** What one more piece is worth, as a share of the size. */
const PART = 0.15;

/** One below the other, around the middle of all. */
const stack = (column: readonly number[], gap: Gap, y: number[]): void => {
  let at = 0;
  column.forEach((node, i) => (y[node] = i === 0 ? 0 : (at += gap(column[i - 1]!, node))));
  for (const node of column) y[node]! -= at / 2;
};

/** What hangs together begins at the same height. */
const startingOrder = (
  net: Net,
  members: readonly (readonly number[])[],
  gaps: readonly Gap[],
): number[] => {
  const seen = net.nodes.map(() => false);
  const rank = new Map<number, number>();
  for (const first of net.nodes.keys()) for (const node of breadthFirst(net, [first], seen)) rank.set(node, rank.size);
  const y: number[] = [];
  members.forEach((column, c) => {
    const sorted = [...column].sort((a, b) => rank.get(a)! - rank.get(b)!);
    stack(sorted, gaps[c]!, y);
  });
  return y;
};

/**
 * Sorts a column by where its neighbours are (the barycentre), and lets each stand as near to that as others allow. A full
 * one has no room for that.
 */
const arrange = (net: Net, column: number[], gap: Gap, full: boolean, y: number[]): void => {
  const wished = new Map(column.map((node) => {
    const near = net.near[node]!;
    return [node, near.length > 0 ? mean(near.map((other) => y[other]!)) : y[node]!];
  }));
  column.sort((a, b) => wished.get(a)! - wished.get(b)! || y[a]! - y[b]! || a - b);
  if (full) {
    stack(column, gap, y);
    return;
  }
  const weights = column.map((node) => net.near[node]!.length + 0.1);
  const found = spaced(column.map((node) => wished.get(node)!), weights, (i) => gap(column[i - 1]!, column[i]!));
  // Around the middle of all, lest the columns drift.
  const middle = (found[0] ?? 0) / 2 + (found.at(-1) ?? 0) / 2;
  column.forEach((node, i) => (y[node] = found[i]! - middle));
};
