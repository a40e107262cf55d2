// Files of what is on the canvas. Each holds, beside the picture or its data, what is needed to judge it later: the
// lens, the date, the sources and the licences of the data.
import type { Snapshot } from "../session";

export type FileFormat = "png" | "svg" | "csv" | "json" | "gexf" | "graphml";

export const formats: readonly { readonly name: FileFormat; readonly title: string; readonly purpose: string }[] = [
  { name: "png", title: "PNG", purpose: "a picture, to be seen everywhere" },
  { name: "svg", title: "SVG", purpose: "a picture, to be printed or drawn on" },
  { name: "csv", title: "CSV", purpose: "a table of the relations" },
  { name: "json", title: "JSON", purpose: "entities, relations, claims and sources" },
  { name: "gexf", title: "GEXF", purpose: "for Gephi" },
  { name: "graphml", title: "GraphML", purpose: "for yEd, Cytoscape and networkx" },
];

/** The file and what it is called. */
export async function exportFile(_format: FileFormat, _now: Snapshot): Promise<{ readonly name: string; readonly blob: Blob }> {
  throw new Error("not yet");
}
