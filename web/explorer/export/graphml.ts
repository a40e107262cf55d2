// Writes GraphML (http://graphml.graphdrawing.org): for networkx, Cytoscape, and yEd, which also gets its own words for
// how things look.
import { clean } from "../painting/text";
import { light } from "../painting/theme";
import type { Column } from "./columns";
import { entityColumns, relationColumns } from "./columns";
import type { Exported, ExportedEntity, ExportedRelation } from "./exported";
import { description, licenceTexts, sourceText } from "./exported";
import type { Value } from "./xml";
import { element, escape, xml } from "./xml";

const nodeColumns: readonly Column<ExportedEntity>[] = [
  { name: "label", type: "string", value: (entity) => clean(entity.name) },
  { name: "x", type: "double", value: (entity) => entity.x },
  { name: "y", type: "double", value: (entity) => entity.y },
  ...entityColumns,
];

const graphColumns: readonly Column<Exported>[] = [
  { name: "title", type: "string", value: ({ about }) => about.title },
  { name: "lens", type: "string", value: ({ about }) => about.lens.text },
  { name: "compared_with", type: "string", value: ({ about }) => about.against?.text ?? null },
  { name: "exported_at", type: "string", value: ({ about }) => about.exportedAt },
  { name: "address", type: "string", value: ({ about }) => about.address },
  { name: "licences", type: "string", value: ({ about }) => licenceTexts(about).join("\n") },
  { name: "sources", type: "string", value: ({ sources }) => sources.map((s) => `${s.number}. ${sourceText(s)}`).join("\n") },
];

/** Every edge is directed, as in GEXF and for the same reason. */
export function graphml(content: Exported): string {
  const { entities, relations } = content;
  const edgeColumns: readonly Column<ExportedRelation>[] = [
    { name: "label", type: "string", value: (relation) => clean(relation.label) },
    ...relationColumns(content),
  ];
  const keys =
    element("key", { id: "node_picture", for: "node", "yfiles.type": "nodegraphics" }) +
    element("key", { id: "edge_picture", for: "edge", "yfiles.type": "edgegraphics" }) +
    declared("graph", graphColumns) +
    declared("node", nodeColumns) +
    declared("edge", edgeColumns);
  const graph = element(
    "graph",
    { id: "actorgraph", edgedefault: "directed" },
    element("desc", {}, escape(description(content).join("\n"))) +
      values("graph", content, graphColumns) +
      entities.map((entity) => element("node", { id: entity.id }, drawn(entity) + values("node", entity, nodeColumns))).join("") +
      relations
        .map((relation) => {
          const { id, from, to } = relation;
          return element("edge", { id, source: from, target: to }, arrow(relation) + values("edge", relation, edgeColumns));
        })
        .join(""),
  );
  const namespaces = { xmlns: "http://graphml.graphdrawing.org/xmlns", "xmlns:y": "http://www.yworks.com/xml/graphml" };
  return xml(element("graphml", namespaces, keys + graph));
}

function declared<Row>(of: string, columns: readonly Column<Row>[]): string {
  return columns
    .map(({ name, type }) =>
      element("key", { id: `${of}_${name}`, for: of, "attr.name": name, "attr.type": type === "integer" ? "int" : type }),
    )
    .join("");
}

function values<Row>(of: string, row: Row, columns: readonly Column<Row>[]): string {
  const data = (name: string, value: Value): string =>
    value === null ? "" : element("data", { key: `${of}_${name}` }, escape(String(value)));
  return columns.map((column) => data(column.name, column.value(row))).join("");
}

// In the words of yEd. It stands before the values: networkx takes the last of what it finds under one name.

function drawn({ name, kind, x, y, radius }: ExportedEntity): string {
  const { fill, rim } = light.kinds[kind];
  const shape =
    element("y:Geometry", { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }) +
    element("y:Fill", { color: fill, transparent: false }) +
    element("y:BorderStyle", { color: rim, type: "line", width: 1 }) +
    element("y:NodeLabel", { modelName: "sides", modelPosition: "s" }, escape(clean(name))) +
    element("y:Shape", { type: "ellipse" });
  return element("data", { key: "node_picture" }, element("y:ShapeNode", {}, shape));
}

function arrow({ label, symmetric }: ExportedRelation): string {
  const line =
    element("y:LineStyle", { color: light.line, type: "line", width: 1 }) +
    element("y:Arrows", { source: "none", target: symmetric ? "none" : "standard" }) +
    element("y:EdgeLabel", {}, escape(clean(label)));
  return element("data", { key: "edge_picture" }, element("y:PolyLineEdge", {}, line));
}
