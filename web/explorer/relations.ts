// Relations as they are seen from their ends.
import type { Relation } from "./model";

/** Relations by the entities that they join, in their order; one of an entity with itself stands there once. */
export function byEnd(relations: readonly Relation[]): ReadonlyMap<string, readonly Relation[]> {
  const found = new Map<string, Relation[]>();
  for (const relation of relations) {
    for (const end of new Set([relation.from, relation.to])) {
      const there = found.get(end);
      if (there === undefined) found.set(end, [relation]);
      else there.push(relation);
    }
  }
  return found;
}

/** The end of a relation that is not this one. */
export function otherEnd(relation: Relation, end: string): string {
  return relation.from === end ? relation.to : relation.from;
}
