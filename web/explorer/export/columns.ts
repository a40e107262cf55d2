// What is told of each entity and relation where a file takes flat values only: CSV, GEXF, GraphML.
import { clean } from "../painting/text";
import { modalities, place, stances } from "../words";
import type { Exported, ExportedClaim, ExportedEntity, ExportedRelation, ExportedSource } from "./exported";
import { licenceTexts } from "./exported";
import type { Value } from "./xml";

export interface Column<Row> {
  readonly name: string;
  readonly type: "string" | "integer" | "double" | "boolean";
  readonly value: (row: Row) => Value;
}

/** An empty text is no value. */
const text = (value: string | null): Value => (value === null || clean(value) === "" ? null : clean(value));
const list = (values: readonly string[]): Value => (values.length === 0 ? null : values.map(clean).join("; "));

export const entityColumns: readonly Column<ExportedEntity>[] = [
  { name: "kind", type: "string", value: (entity) => entity.kind },
  { name: "summary", type: "string", value: (entity) => text(entity.summary) },
  { name: "date", type: "string", value: (entity) => text(entity.date) },
  { name: "degree", type: "integer", value: (entity) => entity.degree },
  { name: "not_shown", type: "integer", value: (entity) => entity.notShown },
  { name: "change", type: "string", value: (entity) => entity.change },
  { name: "dimmed", type: "boolean", value: (entity) => entity.dimmed },
];

/**
 * Columns whose names begin with claim or source have one line for each claim: the n-th lines of all of them belong
 * together. No value has a line break of its own. A dash stands for what one claim does not tell and another does.
 */
export function relationColumns({ sources }: Exported): readonly Column<ExportedRelation>[] {
  const byId = new Map(sources.map((source) => [source.id, source]));
  const ofClaims = (name: string, told: (claim: ExportedClaim) => string | null): Column<ExportedRelation> => ({
    name,
    type: "string",
    value: ({ claims }) => {
      const lines = claims.map((claim) => clean(told(claim) ?? ""));
      return lines.every((line) => line === "") ? null : lines.map((line) => line || "–").join("\n");
    },
  });
  const ofSources = (name: string, told: (source: ExportedSource) => string | null): Column<ExportedRelation> =>
    ofClaims(name, (claim) => {
      const source = byId.get(claim.source);
      return source === undefined ? null : told(source);
    });
  return [
    { name: "type", type: "string", value: (relation) => relation.type },
    { name: "symmetric", type: "boolean", value: (relation) => relation.symmetric },
    { name: "status", type: "string", value: (relation) => relation.status },
    { name: "origins_at_least", type: "integer", value: (relation) => relation.atLeast },
    { name: "documents", type: "integer", value: (relation) => relation.documents },
    { name: "contested", type: "boolean", value: (relation) => relation.contested },
    { name: "since", type: "string", value: (relation) => text(relation.since) },
    { name: "until", type: "string", value: (relation) => text(relation.until) },
    { name: "when", type: "string", value: (relation) => text(relation.when) },
    { name: "ended", type: "boolean", value: (relation) => relation.ended },
    { name: "change", type: "string", value: (relation) => relation.change },
    { name: "dimmed", type: "boolean", value: (relation) => relation.dimmed },
    { name: "origins", type: "string", value: ({ origins }) => list(origins.map((id) => byId.get(id)?.name ?? id)) },
    ofClaims("claim_statements", (claim) => claim.statement),
    ofClaims("claim_stances", (claim) => stances[claim.stance]),
    ofClaims("claim_modalities", (claim) => modalities[claim.modality]),
    ofClaims("claim_readings", (claim) => (claim.reading === "INFERRED" ? "read in by an analyst" : "in the document")),
    ofClaims("claim_attributed_to", (claim) => claim.attributedTo.map((speaker) => speaker.name).join("; ")),
    ofClaims("claim_collections", (claim) => claim.collection),
    ofSources("source_names", (source) => source.name),
    ofSources("source_publishers", (source) => source.publishers.map((publisher) => publisher.name).join("; ")),
    ofSources("source_dates", (source) => source.published),
    ofClaims("source_places", placeOf),
    ofSources("source_addresses", (source) => source.url),
    { name: "collections", type: "string", value: (relation) => list(relation.collections) },
  ];
}

function placeOf({ page, paragraph, part }: ExportedClaim): string | null {
  return part === null ? null : place({ page, paragraph, part });
}

/** The table of the relations: each row can be judged by itself. */
export function relationsTable(content: Exported): readonly (readonly string[])[] {
  const { about, entities, relations } = content;
  const byId = new Map(entities.map((entity) => [entity.id, entity]));
  const end = (side: "from" | "to"): readonly Column<ExportedRelation>[] => [
    { name: `${side}_id`, type: "string", value: (relation) => relation[side] },
    { name: `${side}_name`, type: "string", value: (relation) => text(byId.get(relation[side])?.name ?? null) },
    { name: `${side}_kind`, type: "string", value: (relation) => byId.get(relation[side])?.kind ?? null },
  ];
  const always = (name: string, value: Value): Column<ExportedRelation> => ({ name, type: "string", value: () => value });
  const columns: readonly Column<ExportedRelation>[] = [
    { name: "relation_id", type: "string", value: (relation) => relation.id },
    ...end("from"),
    { name: "label", type: "string", value: (relation) => text(relation.label) },
    ...end("to"),
    ...relationColumns(content),
    always("licences", list(licenceTexts(about))),
    always("lens", about.lens.text),
    always("compared_with", about.against?.text ?? null),
    always("exported_at", about.exportedAt),
  ];
  return [
    columns.map((column) => column.name),
    ...relations.map((relation) => columns.map((column) => String(column.value(relation) ?? ""))),
  ];
}
