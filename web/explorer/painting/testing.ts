// Scenes for the tests of painting.
import type { EntityKind, Status } from "../model";
import type { Scene, SceneLine, SceneNode } from "../scene/scene";
import { buildScene } from "../scene/build";
import { empty } from "../state/state";
import { kinds, statuses } from "../words";
import type { Measure } from "./pen";

/** As wide as about half as many squares. */
export const measure: Measure = (text, size) => [...text].length * size * 0.55;

export const kindNames = Object.keys(kinds) as EntityKind[];
export const statusNames = Object.keys(statuses) as Status[];

/** The same row of numbers between 0 and 1 for the same seed: Park and Miller (1988). */
export function randomly(seed: number): () => number {
  let state = (seed * 7919) % 2147483647 || 1;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** A scene of that many nodes and twice as many lines, of all kinds and statuses, the same for the same seed. */
export function randomScene(seed: number, count: number, names: readonly string[] = []): Scene {
  const random = randomly(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const ids = Array.from({ length: count }, (_, i) => `e${i}`);
  const side = 70 * Math.sqrt(count);
  const words = ["Group", "of the", "Ministry", "surveillance", "NSO", "phones", "targeted with", "x"];
  return buildScene({
    graph: {
      entities: new Map(
        ids.map((id, i) => [
          id,
          {
            id,
            name: names[i] ?? Array.from({ length: 1 + pick(9) }, () => words[pick(words.length)]).join(" "),
            kind: kindNames[i % kindNames.length]!,
            summary: null,
            degree: pick(3) === 0 ? pick(300) : pick(6),
            visible: true,
            date: null,
          },
        ]),
      ),
      relations: Array.from({ length: 2 * count }, (_, i) => ({
        id: `r${i}`,
        type: "OWNS" as const,
        label: words[pick(words.length)]!,
        from: ids[pick(count)]!,
        to: ids[pick(count)]!,
        symmetric: i % 4 === 0,
        status: statusNames[i % statusNames.length]!,
        atLeast: pick(7),
        documents: 1,
        contested: i % 7 === 0,
        collections: [],
        since: null,
        until: null,
        when: i % 5 === 0 ? "until 2019" : null,
        ended: i % 5 === 0,
      })),
      hidden: new Map(ids.map((id) => [id, [{ type: "OWNS" as const, direction: "OUT" as const, count: pick(3) * 17 }]])),
      changes: new Map([
        ["e1", "gained"],
        ["e2", "lost"],
        ["r3", "changed"],
        ["r4", "lost"],
      ] as const),
    },
    nodes: ids.map((id, i) => ({ id, x: pick(side), y: pick(side), pinned: i % 9 === 0 })),
    guides: [{ x: 0, text: "makers" }, { x: side / 2, text: "states" }],
    shades: { ...empty.shades, kind: seed % 3 === 0 ? { EVENT: "dimmed" } : {} },
    selected: ["e0", "r0"],
    focused: "e3",
    highlighted: [],
  });
}

export function nodeOf(scene: Scene, id: string): SceneNode {
  return scene.nodes.find((node) => node.id === id)!;
}

export function lineOf(scene: Scene, id: string): SceneLine {
  return scene.lines.find((line) => line.id === id)!;
}
