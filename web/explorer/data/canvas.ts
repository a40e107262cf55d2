// Reads what is on the canvas: entities, all relations among them, and how many are not shown.
import { spanOf } from "../layout/edtf";
import type { Entity, EntityKind, Graph, Hidden, Relation } from "../model";
import type { Lens } from "../state/state";
import { batches } from "./batches";
import { ask, lensVariables } from "./client";
import type { CanvasQuery, EntityWhere, EntitiesQuery, RelationType } from "./operations";
import { AroundDocument, CanvasDocument, EntitiesDocument, NodesDocument } from "./operations";

/** The server takes so many ids at once. */
const batch = 500;

/** Types of relation whose ends play the same part; see Vocabulary. */
export type Symmetric = ReadonlySet<RelationType>;

type EntityAnswer = EntitiesQuery["entities"]["nodes"][number];
type RelationAnswer = CanvasQuery["subgraph"]["relations"][number];

/** What places something in time, the first that there is. */
const dates = ["DATE", "FILED", "ANNOUNCED", "DECIDED"] as const;

function entityOf(answer: EntityAnswer): Entity {
  const dated = dates.map((key) => answer.properties.nodes.find((property) => property.key === key));
  const value = dated.find((property) => property !== undefined)?.value;
  return {
    id: answer.id,
    name: answer.name,
    kind: answer.kind,
    summary: answer.summary,
    degree: answer.degree,
    visible: answer.visible,
    date: value !== undefined && "date" in value ? value.date : null,
  };
}

function relationOf(
  answer: RelationAnswer,
  symmetric: Symmetric,
  entities: ReadonlyMap<string, Entity>,
  day: number,
): Relation {
  const happened = [answer.from.id, answer.to.id].some((id) => happenings.has(entities.get(id)?.kind));
  return {
    id: answer.id,
    type: answer.type,
    label: answer.label,
    from: answer.from.id,
    to: answer.to.id,
    symmetric: symmetric.has(answer.type),
    status: answer.support.status,
    atLeast: answer.support.atLeast,
    documents: answer.support.documents,
    contested: answer.support.contested,
    since: answer.since,
    until: answer.until,
    when: answer.when,
    ended: !happened && answer.until !== answer.since && isBefore(answer.until, day),
    collections: answer.collections,
  };
}

/** What happens and is over: how somebody took part in it, its words tell as of the past. */
const happenings: ReadonlySet<EntityKind | undefined> = new Set(["EVENT", "TARGETING", "DEAL"]);

/** The day that a lens is set to, in days since 1970-01-01; today if it is set to none. */
function dayOfLens({ trueAt }: Lens): number {
  const span = trueAt === undefined ? null : spanOf(trueAt);
  return span?.first ?? Math.floor(Date.now() / (24 * 60 * 60 * 1000));
}

/** Whether all of a date certainly lies before a day. */
function isBefore(date: string | null, day: number): boolean {
  const last = date === null ? null : (spanOf(date)?.last ?? null);
  return last !== null && last < day;
}

/** What the store says of these entities under a lens. Those that it does not know are missing. */
export async function readGraph(
  ids: readonly string[],
  lens: Lens,
  symmetric: Symmetric,
  signal: AbortSignal,
): Promise<Graph> {
  const entities = new Map<string, Entity>();
  const relations = new Map<string, Relation>();
  const hidden = new Map<string, Hidden[]>();
  const day = dayOfLens(lens);
  for (const some of batches(ids, batch)) {
    const { nodes } = await ask(NodesDocument, { ids: some, ...lensVariables(lens) }, signal);
    for (const node of nodes) if (node !== null && "kind" in node) entities.set(node.id, entityOf(node));
  }
  // What the store does not know any more, it can't be asked about.
  const there = [...entities.keys()];
  for (const some of batches(there, batch)) {
    const asked = new Set(some);
    const known = there.filter((id) => !asked.has(id));
    const { subgraph } = await ask(CanvasDocument, { ids: some, known, ...lensVariables(lens) }, signal);
    for (const relation of subgraph.relations) relations.set(relation.id, relationOf(relation, symmetric, entities, day));
    for (const { entity, type, direction, count } of subgraph.hidden) {
      const rows = hidden.get(entity.id);
      if (rows === undefined) hidden.set(entity.id, [{ type, direction, count }]);
      else rows.push({ type, direction, count });
    }
  }
  return { entities, relations: [...relations.values()], hidden, changes: new Map() };
}

/** Which neighbours an expansion asks for. */
export interface Expansion {
  readonly of: string;
  /** Left out: of all types. */
  readonly type?: RelationType;
  /** Seen from the entity. */
  readonly direction?: Hidden["direction"];
}

const walks = { OUT: "AS_WRITTEN", IN: "BACKWARDS", BOTH: "ANY" } as const;

/** The most connected neighbours that are not among the drawn ones, and whether there are more. */
export async function readNeighbours(
  { of, type, direction }: Expansion,
  drawn: readonly string[],
  first: number,
  lens: Lens,
  signal: AbortSignal,
): Promise<{ readonly entities: readonly Entity[]; readonly more: boolean }> {
  const where = { types: type === undefined ? [] : [type], direction: walks[direction ?? "BOTH"] };
  const { subgraph } = await ask(AroundDocument, { of, drawn, where, first, ...lensVariables(lens) }, signal);
  return { entities: subgraph.entities.map(entityOf), more: subgraph.truncated };
}

/** The most connected entities that pass. */
export async function readEntities(
  where: EntityWhere,
  first: number,
  lens: Lens,
  signal: AbortSignal,
): Promise<readonly Entity[]> {
  const answer = await ask(EntitiesDocument, { where, first, ...lensVariables(lens) }, signal);
  return answer.entities.nodes.map(entityOf);
}
