import type { ReactElement } from "react";
import type { Change, Graph, Status as Name, Relation } from "../model";
import { changes, counted, statuses } from "../words";

/** A status in words, with the line that stands for it on the canvas. */
export function Status({ status, contested = false }: { readonly status: Name | null; readonly contested?: boolean }): ReactElement {
  return (
    <span className={`status ${status === null ? "none" : status.toLowerCase().replace("_", "-")}`}>
      {status === null ? "nothing left through this lens" : statuses[status]}
      {contested && ", and denied"}
    </span>
  );
}

/** The signs by which the picture marks what differs, too. */
export const signs: Readonly<Record<Change, string>> = { gained: "+", lost: "−", changed: "≠" };

/** How an entity or a relation differs from the lens that is compared with; nothing where it does not. */
export function Mark({ id, graph }: { readonly id: string; readonly graph: Graph }): ReactElement | null {
  const change = graph.changes.get(id);
  if (change === undefined) return null;
  return (
    <span className={`mark ${change}`}>
      {signs[change]} {graph.otherwise?.get(id)?.join("; ") ?? changes[change]}
    </span>
  );
}

/** How a relation stands, in words: status, how many origins at least, and on whose word; null: that is not known yet. */
export function Standing({
  relation,
  word,
  graph,
}: {
  readonly relation: Relation;
  readonly word: string | null;
  readonly graph: Graph;
}): ReactElement {
  const origins = relation.atLeast === 0 ? "no origin" : `at least ${counted(relation.atLeast, "origin", "origins")}`;
  return (
    <>
      <Status status={relation.status} contested={relation.contested} /> {origins}
      {word !== "" && `: ${word ?? "…"}`} <Mark id={relation.id} graph={graph} />
    </>
  );
}
