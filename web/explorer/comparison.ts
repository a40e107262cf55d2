// Two lenses compared: what only one of them shows, and what reads otherwise through the other, in words.
import type { Change, Graph, Relation } from "./model";
import { counted, statuses } from "./words";

/**
 * How a relation stands now against how the other lens shows it, one text for each thing that differs: "one more
 * origin: 1 → 2". None: both show the same.
 */
export function changeTexts(before: Relation, now: Relation): readonly string[] {
  const texts: string[] = [];
  if (before.status !== now.status) texts.push(`status: ${statusText(before)} → ${statusText(now)}`);
  if (before.contested !== now.contested) texts.push(now.contested ? "now denied by others" : "no longer denied by others");
  if (before.atLeast !== now.atLeast) texts.push(originsText(before.atLeast, now.atLeast));
  if (before.when !== now.when) texts.push(`when: ${before.when ?? "not told"} → ${now.when ?? "not told"}`);
  else if (before.ended !== now.ended) texts.push(now.ended ? "over by now" : "not over yet");
  return texts;
}

function statusText({ status }: Relation): string {
  return status === null ? "none" : statuses[status];
}

function originsText(before: number, now: number): string {
  const difference = Math.abs(now - before);
  const more = now > before ? "more" : "fewer";
  const what = difference === 1 ? `one ${more} origin` : `${counted(difference, more, more)} origins`;
  return `${what}: ${before} → ${now}`;
}

/** One graph of two: what only one lens shows or what reads otherwise is marked, and all of it is drawn. */
export function compare(before: Graph, now: Graph): Graph {
  const changes = new Map<string, Change>();
  const entities = new Map(before.entities);
  for (const [id, entity] of now.entities) {
    const old = before.entities.get(id);
    if (entity.visible && !old?.visible) changes.set(id, "gained");
    if (!entity.visible && old?.visible) changes.set(id, "lost");
    entities.set(id, changes.get(id) === "lost" ? { ...entity, visible: true } : entity);
  }
  const otherwise = new Map<string, readonly string[]>();
  const relations = new Map(before.relations.map((relation) => [relation.id, relation]));
  for (const relation of now.relations) {
    const old = relations.get(relation.id);
    const texts = old === undefined ? [] : changeTexts(old, relation);
    if (old === undefined) changes.set(relation.id, "gained");
    if (texts.length > 0) {
      changes.set(relation.id, "changed");
      otherwise.set(relation.id, texts);
    }
    relations.set(relation.id, relation);
  }
  const seen = new Set(now.relations.map((relation) => relation.id));
  for (const relation of before.relations) if (!seen.has(relation.id)) changes.set(relation.id, "lost");
  return { entities, relations: [...relations.values()], hidden: now.hidden, changes, otherwise };
}
