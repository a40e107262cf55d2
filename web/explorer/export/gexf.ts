// Writes GEXF 1.3 (https://gexf.net/1.3): for Gephi, and all that read its files.
import { clean } from "../painting/text";
import { light } from "../painting/theme";
import type { Column } from "./columns";
import { entityColumns, relationColumns } from "./columns";
import type { Exported, ExportedEntity, ExportedRelation } from "./exported";
import { description } from "./exported";
import { element, escape, xml } from "./xml";

/**
 * Every edge is directed, from the first entity to the second, since readers such as networkx refuse files that mix
 * both; the attribute symmetric tells where the direction means nothing. An edge is of the kind of its relation's type,
 * so that Gephi keeps parallel ones apart.
 */
export function gexf(content: Exported): string {
  const { about, entities, relations } = content;
  const columns = relationColumns(content);
  const meta = element(
    "meta",
    { lastmodifieddate: about.exportedAt.slice(0, 10) },
    element("creator", {}, escape(about.program)) +
      element("description", {}, escape(description(content).join("\n"))),
  );
  const graph = element(
    "graph",
    { mode: "static", defaultedgetype: "directed", idtype: "string" },
    declared("node", entityColumns) +
      declared("edge", columns) +
      element("nodes", { count: entities.length }, entities.map(nodeOf).join("")) +
      element("edges", { count: relations.length }, relations.map((relation) => edgeOf(relation, columns)).join("")),
  );
  const namespaces = { xmlns: "http://gexf.net/1.3", "xmlns:viz": "http://gexf.net/1.3/viz" };
  return xml(element("gexf", { ...namespaces, version: "1.3" }, meta + graph));
}

function nodeOf(entity: ExportedEntity): string {
  return element(
    "node",
    { id: entity.id, label: clean(entity.name) },
    values(entity, entityColumns) +
      element("viz:color", channels(light.kinds[entity.kind].fill)) +
      // There y grows upwards.
      element("viz:position", { x: entity.x, y: 0 - entity.y, z: 0 }) +
      element("viz:size", { value: entity.radius }),
  );
}

function edgeOf(relation: ExportedRelation, columns: readonly Column<ExportedRelation>[]): string {
  const { id, from, to, label, type } = relation;
  return element("edge", { id, source: from, target: to, label: clean(label), kind: type }, values(relation, columns));
}

function declared<Row>(of: "node" | "edge", columns: readonly Column<Row>[]): string {
  const attributes = columns.map(({ name, type }) => element("attribute", { id: name, title: name, type }));
  return element("attributes", { class: of }, attributes.join(""));
}

function values<Row>(row: Row, columns: readonly Column<Row>[]): string {
  const given = columns.map((column) => ({ name: column.name, value: column.value(row) }));
  const written = given
    .filter(({ value }) => value !== null)
    .map(({ name, value }) => element("attvalue", { for: name, value }));
  return element("attvalues", {}, written.join(""));
}

/** Of a colour such as #0b62a4. */
function channels(colour: string): { readonly r: number; readonly g: number; readonly b: number } {
  const channel = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
  return { r: channel(1), g: channel(3), b: channel(5) };
}
