import type { Point } from "../model";
import type { Scene, SceneNode } from "./scene";

/**
 * The next node from one in a direction: rather one that a line leads to, and rather one that is near than one far away
 * or aside. From nowhere it is the first; null: none lies there.
 */
export function towards(scene: Scene, from: string | null, arrow: Point): SceneNode | null {
  const here = scene.nodes.find((node) => node.id === from);
  if (here === undefined) return scene.nodes[0] ?? null;
  const linked = new Set(scene.lines.flatMap((line) => (line.from === from ? [line.to] : line.to === from ? [line.from] : [])));
  let best: SceneNode | null = null;
  let least = Infinity;
  for (const node of scene.nodes) {
    const dx = node.x - here.x;
    const dy = node.y - here.y;
    const ahead = dx * arrow.x + dy * arrow.y;
    const aside = Math.abs(dx * arrow.y) + Math.abs(dy * arrow.x);
    if (node === here || ahead <= 0 || aside > ahead * 1.5) continue;
    const cost = (ahead + 2 * aside) * (linked.has(node.id) ? 1 : 4);
    if (cost < least) {
      least = cost;
      best = node;
    }
  }
  return best;
}
