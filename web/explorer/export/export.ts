// Files of what is on the canvas. Each holds, beside the picture or its data, what is needed to judge it later: the
// lens, the date, the sources and the licences of the data.
import { Refused } from "../data/client";
import { addressOf } from "../location";
import { measuring } from "../painting/canvas";
import { buildScene } from "../scene/build";
import type { Scene } from "../scene/scene";
import type { Snapshot } from "../session";
import { relationsTable } from "./columns";
import { csv } from "./csv";
import { readEvidence } from "./evidence";
import type { Exported, Shown } from "./exported";
import { exported, json, mainOf } from "./exported";
import { gexf } from "./gexf";
import { graphml } from "./graphml";
import { png, svg } from "./picture";

export type { Exported } from "./exported";

export type FileFormat = "png" | "svg" | "csv" | "json" | "gexf" | "graphml";

export const formats: readonly { readonly name: FileFormat; readonly title: string; readonly purpose: string }[] = [
  { name: "png", title: "PNG", purpose: "a picture, to be seen everywhere" },
  { name: "svg", title: "SVG", purpose: "a picture, to be printed or drawn on" },
  { name: "csv", title: "CSV", purpose: "a table of the relations" },
  { name: "json", title: "JSON", purpose: "entities, relations, claims and sources" },
  { name: "gexf", title: "GEXF", purpose: "for Gephi" },
  { name: "graphml", title: "GraphML", purpose: "for yEd, Cytoscape and networkx" },
];

const mediaTypes: Readonly<Record<FileFormat, string>> = {
  png: "image/png",
  svg: "image/svg+xml",
  csv: "text/csv;charset=utf-8",
  json: "application/json",
  gexf: "application/xml",
  graphml: "application/xml",
};

/** The file and what it is called. Asks the server for the evidence; throws Refused, or the signal's reason. */
export async function exportFile(
  format: FileFormat,
  now: Snapshot,
  signal?: AbortSignal,
): Promise<{ readonly name: string; readonly blob: Blob }> {
  if (!now.current) {
    throw new Refused("The picture is still being read.", "NOT_READY", "Export it when it is there.", null);
  }
  const scene = printed(now);
  const lost = scene.lines.filter((line) => line.change === "lost").map((line) => line.id);
  const kept = scene.lines.filter((line) => line.change !== "lost").map((line) => line.id);
  const evidence = await readEvidence(
    [
      { relations: kept, lens: now.state.lens },
      { relations: lost, lens: now.state.against ?? {} },
    ],
    signal,
  );
  const at = new Date();
  const content = exported(now, scene, evidence, await addressOf(now.state), at);
  const part = await written(format, scene, content);
  return { name: fileName(format, mainOf(now, scene), at), blob: new Blob([part], { type: mediaTypes[format] }) };
}

/** What is on the canvas, without what only helps to work on it: selection and pins. */
export function printed({ state, graph }: Shown): Scene {
  return buildScene({
    graph,
    nodes: state.nodes.map((node) => ({ ...node, pinned: false })),
    guides: state.guides,
    shades: state.shades,
    selected: [],
    focused: null,
    highlighted: [],
  });
}

async function written(format: FileFormat, scene: Scene, content: Exported): Promise<BlobPart> {
  switch (format) {
    case "png":
      return png(scene, content);
    case "svg": {
      const context = document.createElement("canvas").getContext("2d");
      return svg(scene, content, context === null ? (text, size) => 0.6 * size * text.length : measuring(context));
    }
    case "csv":
      return csv(relationsTable(content));
    case "json":
      return json(content);
    case "gexf":
      return gexf(content);
    case "graphml":
      return graphml(content);
  }
}

/** Such as actorgraph-2026-11-30-nso-group.svg: the day in UTC, and what the picture is about. */
export function fileName(format: FileFormat, main: string | null, at: Date): string {
  const about = (main ?? "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  return ["actorgraph", at.toISOString().slice(0, 10), about].filter((part) => part !== "").join("-") + `.${format}`;
}
