// What is exported: what is on the canvas as it is shown, with all that is needed to judge it later. Every file is
// written from this; the JSON file is just this.
import type { ClaimPartsFragment } from "../data/operations";
import type { Change, Entity, EntityKind, Relation, Status } from "../model";
import { clean } from "../painting/text";
import type { Scene } from "../scene/scene";
import type { Snapshot } from "../session";
import type { FacetName, Lens } from "../state/state";
import { counted, keys, kinds, lensText, plain, statuses } from "../words";
import type { ClaimAnswer, Evidence, SourceAnswer } from "./evidence";

/** The file as JSON. Entities, relations and credited sources are in the order of their ids. */
export interface Exported {
  readonly about: About;
  readonly entities: readonly ExportedEntity[];
  readonly relations: readonly ExportedRelation[];
  /** Those in which claims stand, by date, and then those that others have it from. */
  readonly sources: readonly ExportedSource[];
}

export interface About {
  /** What it shows, in a few words. */
  readonly title: string;
  readonly program: "actorgraph";
  /** RFC 3339, in UTC. */
  readonly exportedAt: string;
  /** Where the same picture is shown again. */
  readonly address: string;
  readonly lens: ExportedLens;
  /** The lens compared with; null: no comparison. */
  readonly against: ExportedLens | null;
  /** What is on the canvas and was hidden by hand, and so is not in the file. */
  readonly hidden: {
    readonly entities: number;
    readonly relations: number;
    /** Values of facets that are hidden. */
    readonly values: readonly string[];
  };
  /** Of the collections from which the relations are. */
  readonly licences: readonly {
    readonly collection: string;
    readonly title: string | null;
    /** Null: the collection does not state one. */
    readonly licence: string | null;
  }[];
  /** The statuses that occur, strongest first. */
  readonly statuses: readonly { readonly status: Status; readonly words: string; readonly meaning: string | null }[];
}

type Locator = NonNullable<ClaimPartsFragment["locator"]>;

/** A lens, and how it reads. */
export type ExportedLens = Lens & { readonly text: string };

export interface ExportedEntity {
  readonly id: string;
  readonly name: string;
  readonly kind: EntityKind;
  readonly summary: string | null;
  /** EDTF, of what happened. */
  readonly date: string | null;
  /** How many relations it has through the lens, wherever they lead. */
  readonly degree: number;
  /** How many of them lead out of the picture. */
  readonly notShown: number;
  /** How it differs from the lens compared with. */
  readonly change: Change | null;
  /** Shown faintly: dimmed by hand, or nobody speaks of it through the lens. */
  readonly dimmed: boolean;
  /** Its middle; y grows downwards. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface ExportedRelation extends Relation {
  readonly change: Change | null;
  readonly dimmed: boolean;
  /** As the lens leaves them; of a relation that is lost, as the lens compared with does. */
  readonly claims: readonly ExportedClaim[];
  /** The sources of the independent origins whose word it is, as far as they are named. */
  readonly origins: readonly string[];
}

export interface ExportedClaim {
  readonly id: string;
  /** What the source says, in our words. */
  readonly statement: string;
  readonly stance: ClaimPartsFragment["stance"];
  readonly modality: ClaimPartsFragment["modality"];
  /** Whether the document says it, or an analyst reads it in. */
  readonly reading: ClaimPartsFragment["reading"];
  readonly attributedTo: readonly { readonly id: string; readonly name: string }[];
  /** The source in which it stands, and where. */
  readonly source: string;
  readonly page: Locator["page"];
  readonly paragraph: Locator["paragraph"];
  readonly part: Locator["part"] | null;
  /** The sources from which that has it. */
  readonly credits: readonly string[];
  readonly note: string | null;
  readonly collection: string;
}

export interface ExportedSource {
  /** From 1, as the picture numbers them. */
  readonly number: number;
  readonly id: string;
  readonly kind: SourceAnswer["sourceKind"];
  /** What to call it: its title, or where it has none what tells it from others. */
  readonly name: string;
  readonly title: string | null;
  readonly publishers: readonly { readonly id: string; readonly name: string }[];
  /** EDTF. */
  readonly published: string | null;
  /** The same in words. */
  readonly when: string | null;
  readonly url: string | null;
  /** How many of the claims here stand in it; 0: it is known from those who have it from there. */
  readonly claims: number;
}

/** What is needed of a snapshot. */
export type Shown = Pick<Snapshot, "state" | "graph" | "store">;

/** What a scene of the snapshot shows, with its evidence. */
export function exported(now: Shown, scene: Scene, evidence: Evidence, address: string, at: Date): Exported {
  const { state, graph, store } = now;
  const nodes = scene.nodes.toSorted(byId);
  const relationById = new Map(graph.relations.map((relation) => [relation.id, relation]));
  const relations = scene.lines.toSorted(byId).flatMap((line): readonly ExportedRelation[] => {
    const relation = relationById.get(line.id);
    if (relation === undefined) return [];
    const claims = (evidence.claims.get(line.id) ?? []).map(claimOf);
    const origins = evidence.origins.get(line.id) ?? [];
    return [{ ...relationOf(relation), change: line.change, dimmed: line.dimmed, claims, origins }];
  });
  const entities = nodes.flatMap((node): readonly ExportedEntity[] => {
    const entity = graph.entities.get(node.id);
    if (entity === undefined) return [];
    const { x, y, radius, change, dimmed } = node;
    return [{ ...entityOf(entity), notShown: node.hidden, change, dimmed, x, y, radius }];
  });
  const collections = new Set(
    relations.flatMap((relation) => [...relation.collections, ...relation.claims.map((claim) => claim.collection)]),
  );
  const occurring = new Set(relations.map((relation) => relation.status));
  const placed = new Set(state.nodes.map((node) => node.id).filter((id) => graph.entities.has(id)));
  const among = graph.relations.filter((relation) => placed.has(relation.from) && placed.has(relation.to));
  return {
    about: {
      title: titleOf(entities, mainOf(now, scene)),
      program: "actorgraph",
      exportedAt: `${at.toISOString().slice(0, 19)}Z`,
      address,
      lens: { ...state.lens, text: lensText(state.lens) },
      against: state.against === null ? null : { ...state.against, text: lensText(state.against) },
      hidden: {
        entities: placed.size - entities.length,
        relations: among.length - relations.length,
        values: hiddenValues(now),
      },
      licences: [...collections].sort().map((name) => {
        const found = store?.collections.find((collection) => collection.name === name);
        return { collection: name, title: found?.title ?? null, licence: found?.licence ?? null };
      }),
      statuses: keys(statuses)
        .filter((status) => occurring.has(status))
        .map((status) => {
          const told = store?.statuses?.enumValues?.find((value) => value.name === status);
          return { status, words: statuses[status], meaning: told?.description ?? null };
        }),
    },
    entities,
    relations,
    sources: sourcesOf(relations, evidence),
  };
}

function entityOf({ id, name, kind, summary, date, degree }: Entity): Omit<ExportedEntity, "notShown" | "change" | "dimmed" | "x" | "y" | "radius"> {
  return { id, name, kind, summary, date, degree };
}

function relationOf(relation: Relation): Omit<ExportedRelation, "change" | "dimmed" | "claims" | "origins"> {
  const { id, type, label, from, to, symmetric, status, atLeast, documents, contested, since, until, when, ended } = relation;
  const collections = relation.collections.toSorted();
  return { id, type, label, from, to, symmetric, status, atLeast, documents, contested, since, until, when, ended, collections };
}

function claimOf(claim: ClaimAnswer): ExportedClaim {
  const { id, statement, stance, modality, reading, note, collection, locator } = claim;
  return {
    id,
    statement,
    stance,
    modality,
    reading,
    attributedTo: claim.attributedTo.map((speaker) => ({ id: speaker.id, name: speaker.name })),
    source: claim.source.id,
    page: locator?.page ?? null,
    paragraph: locator?.paragraph ?? null,
    part: locator?.part ?? null,
    credits: claim.credits.map((credit) => credit.source.id),
    note,
    collection,
  };
}

function sourcesOf(relations: readonly ExportedRelation[], evidence: Evidence): readonly ExportedSource[] {
  const counts = new Map<string, number>();
  for (const claim of relations.flatMap((relation) => relation.claims)) {
    counts.set(claim.source, (counts.get(claim.source) ?? 0) + 1);
  }
  const leading = relations.flatMap(({ claims, origins }) => [...claims.flatMap((claim) => claim.credits), ...origins]);
  const known = (ids: Iterable<string>): SourceAnswer[] =>
    [...ids].map((id) => evidence.sources.get(id)).filter((source) => source !== undefined).sort(byId);
  const date = (source: SourceAnswer): string => source.published ?? "9999";
  const read = known(counts.keys()).sort((a, b) => compare(date(a), date(b)));
  const more = known(new Set(leading.filter((id) => !counts.has(id))));
  return [...read, ...more].map((source, i) => ({
    number: i + 1,
    id: source.id,
    kind: source.sourceKind,
    name: source.sourceName,
    title: source.title,
    publishers: source.publishers.map((publisher) => ({ id: publisher.id, name: publisher.name })),
    published: source.published,
    when: source.when,
    url: source.url,
    claims: counts.get(source.id) ?? 0,
  }));
}

function hiddenValues({ state }: Shown): readonly string[] {
  return (["kind", "type", "status", "collection"] satisfies FacetName[]).flatMap((facet) =>
    Object.entries(state.shades[facet])
      .filter(([, shade]) => shade === "hidden")
      .map(([value]) => {
        if (facet === "kind") return kinds[value as EntityKind] ?? value;
        if (facet === "status") return statuses[value as Status] ?? value;
        return facet === "type" ? plain(value) : value;
      })
      .sort(),
  );
}

/** What the picture is about: the first selected entity, or the most connected one. */
export function mainOf({ state, graph }: Shown, scene: Scene): string | null {
  const shown = new Set(scene.nodes.map((node) => node.id));
  const selected = state.selected.find((id) => shown.has(id));
  if (selected !== undefined) return selected;
  const degree = (id: string): number => graph.entities.get(id)?.degree ?? 0;
  return [...shown].sort((a, b) => degree(b) - degree(a) || compare(a, b))[0] ?? null;
}

function titleOf(entities: readonly ExportedEntity[], main: string | null): string {
  const whole = Array.from(clean(entities.find((entity) => entity.id === main)?.name ?? "Nothing"));
  const name = whole.length <= 80 ? whole.join("") : `${whole.slice(0, 79).join("").trim()}…`;
  return entities.length < 2 ? name : `${name} and ${counted(entities.length - 1, "other", "others")}`;
}

/** A source with all by which it is found. The name of one without a title tells who published it and when. */
export function sourceText({ name, title, publishers, when, url, claims }: ExportedSource): string {
  const about = title === null ? [] : [publishers.map((publisher) => clean(publisher.name)).join(", "), when ?? ""];
  return [clean(name), ...about, clean(url ?? ""), claims === 0 ? "known from those who have it from there" : ""]
    .filter((part) => part !== "")
    .join(", ");
}

/** The licence of each collection, without a full stop. */
export function licenceTexts({ licences }: About): readonly string[] {
  return licences.map(({ collection, licence }) => `${collection}: ${clean(licence ?? "no licence is stated").replace(/\.$/, "")}`);
}

/** What the file is, one matter after the other, as a heading and a text. Without legend and sources. */
export function aboutTexts(about: About): readonly (readonly [string, string])[] {
  const { hidden } = about;
  const left = [
    hidden.entities > 0 ? counted(hidden.entities, "entity", "entities") : "",
    hidden.relations > 0 ? counted(hidden.relations, "relation", "relations") : "",
  ].filter((part) => part !== "");
  return [
    ["Seen through the lens", about.lens.text],
    ...(about.against === null ? [] : [["Compared with", about.against.text] as const]),
    ...(left.length === 0 ? [] : [["Hidden by hand", `${left.join(" and ")} (${hidden.values.join(", ")})`] as const]),
    ["Exported", `${about.exportedAt.replace("T", " ").replace("Z", " UTC")}, with ${about.program}`],
    ["Shown again at", about.address],
    ["Licences of the data", licenceTexts(about).join("; ")],
  ];
}

/** All that a reader of the picture should know, line by line. */
export function description({ about, sources }: Exported): readonly string[] {
  return [
    about.title,
    ...aboutTexts(about).map(([heading, text]) => `${heading}: ${text}.`),
    ...about.statuses.map(({ status, words, meaning }) => `${status}: ${words}.${meaning === null ? "" : ` ${clean(meaning)}`}`),
    ...sources.map((source) => `Source ${source.number}: ${sourceText(source)}.`),
  ];
}

export function json(content: Exported): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
