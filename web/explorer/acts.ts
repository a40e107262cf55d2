// Acts of surveillance in words: who is said to have spied on whom, and with what.
import type { Graph, Hidden, Relation, RelationType } from "./model";
import { byEnd, otherEnd } from "./relations";
import { shadeOf } from "./scene/build";
import type { Shades } from "./state/state";

/** A part that entities play in an act. */
export interface Part {
  readonly type: RelationType;
  /** Seen from the act. */
  readonly direction: "OUT" | "IN";
  readonly title: string;
  /** What is said where nobody plays it; null: nothing. */
  readonly nobody: string | null;
}

const parts: readonly Part[] = [
  { type: "OPERATED", direction: "IN", title: "by", nobody: "no document names anybody outright" },
  { type: "HELPED", direction: "IN", title: "helped by", nobody: null },
  { type: "USED_IN", direction: "IN", title: "with", nobody: "no document names a tool outright" },
  { type: "EXPLOITED", direction: "OUT", title: "through a weakness of", nobody: null },
  { type: "TARGETED", direction: "OUT", title: "against", nobody: "no document names anybody outright" },
  { type: "OCCURRED_IN", direction: "OUT", title: "in", nobody: null },
];

/** Who plays one part in an act. */
export interface Played {
  readonly part: Part;
  /** Those that stand alike together. */
  readonly groups: readonly (readonly Relation[])[];
  /** How many of them facets hide. */
  readonly shaded: number;
  /** How many relations of the kind lead to what is not on the canvas. */
  readonly elsewhere: number;
}

export interface Act {
  readonly id: string;
  readonly played: readonly Played[];
}

/** The acts among some entities that the lens shows. */
export function actsAmong(ids: readonly string[], { entities }: Graph): readonly string[] {
  return ids.filter((id) => {
    const entity = entities.get(id);
    return entity?.kind === "TARGETING" && entity.visible;
  });
}

/**
 * Who plays which part in some acts, in their order. Relations stand together if all that is told of how they stand is
 * the same: word tells on whose word.
 */
export function actsOf(
  ids: readonly string[],
  graph: Graph,
  shades: Shades,
  word: (relation: Relation) => string,
): readonly Act[] {
  const acts = new Set(ids);
  const relations = byEnd(graph.relations.filter(({ from, to }) => acts.has(from) || acts.has(to)));
  return ids.map((id) => ({
    id,
    played: parts
      .map((part) => playedIn(id, part, relations.get(id) ?? [], graph, shades, word))
      .filter(({ part, groups, shaded, elsewhere }) => part.nobody !== null || groups.length + shaded + elsewhere > 0),
  }));
}

function playedIn(
  act: string,
  part: Part,
  relations: readonly Relation[],
  graph: Graph,
  shades: Shades,
  word: (relation: Relation) => string,
): Played {
  const end = part.direction === "IN" ? "to" : "from";
  const all = relations.filter((relation) => relation.type === part.type && relation[end] === act);
  const groups = new Map<string, Relation[]>();
  let shaded = 0;
  for (const relation of all) {
    const kind = graph.entities.get(otherEnd(relation, act))?.kind;
    if (kind === undefined || shades.kind[kind] === "hidden" || shadeOf(relation, shades) === "hidden") {
      shaded++;
      continue;
    }
    const { status, contested, atLeast, when, ended } = relation;
    const change = [graph.changes.get(relation.id), graph.otherwise?.get(relation.id)];
    const key = JSON.stringify([status, contested, atLeast, when, ended, change, word(relation)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [relation]);
    else group.push(relation);
  }
  const isElsewhere = ({ type, direction }: Hidden): boolean => type === part.type && direction === part.direction;
  const elsewhere = (graph.hidden.get(act) ?? []).filter(isElsewhere).reduce((sum, { count }) => sum + count, 0);
  return { part, groups: [...groups.values()], shaded, elsewhere };
}
