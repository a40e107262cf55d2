// What the tests of layouts share: random graphs that are the same in every run.
import type { EntityKind, Point, RelationType } from "../model";
import type { LayoutLine, LayoutName, LayoutNode, LayoutRequest } from "./layout";

export const names: readonly LayoutName[] = ["force", "layered", "radial", "role", "timeline"];

export const node = (id: string, kind: EntityKind = "COMPANY", date: string | null = null): LayoutNode => ({
  id,
  kind,
  date,
  letters: 12,
});

export const line = (
  from: string,
  to: string,
  type: RelationType = "OWNS",
  since: string | null = null,
): LayoutLine => ({
  id: `${from}-${type}-${to}`,
  type,
  from,
  to,
  since,
  until: null,
});

export const request = (
  name: LayoutName,
  nodes: readonly LayoutNode[],
  lines: readonly LayoutLine[],
  fixed: Readonly<Record<string, Point>> = {},
): LayoutRequest => ({ name, nodes, lines, fixed });

/** Random whole numbers from 0 up to below, by a linear congruence. */
export type Random = (below: number) => number;

export const randomFrom = (seed: number): Random => {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x100000000) * below);
  };
};

export const shuffled = <T>(random: Random, values: readonly T[]): T[] => {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
};

const kinds: readonly EntityKind[] = ["COMPANY", "COUNTRY", "PERSON", "PRODUCT", "TARGETING", "EVENT", "DEAL"];
const types: readonly RelationType[] = ["MAKES", "OWNS", "SELLER_IN", "OPERATED", "TARGETED", "CONCERNS", "BUYER_IN"];
const dates = ["2021", "2021-11", "2021-11-25", "2019~", "../2016", "2012-03/2012-05", "2021-11-03", "soon"];

export interface Graph {
  readonly nodes: readonly LayoutNode[];
  readonly lines: readonly LayoutLine[];
}

/** Ends and dates at random, loops, parallel lines and lines to nowhere among them. */
export const randomGraph = (random: Random, count: number, lineCount: number): Graph => {
  const id = (i: number): string => `n${(i * 7919) % 10007}`;
  return {
    nodes: Array.from({ length: count }, (_, i) =>
      node(id(i), kinds[random(kinds.length)]!, random(3) === 0 ? dates[random(dates.length)]! : null)),
    lines: Array.from({ length: lineCount }, (_, i) => ({
      id: `l${i}`,
      type: types[random(types.length)]!,
      from: id(random(count + 1)),
      to: id(random(random(count) + 1)),
      since: random(4) === 0 ? dates[random(dates.length)]! : null,
      until: null,
    })),
  };
};
