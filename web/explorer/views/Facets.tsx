import type { ReactElement } from "react";
import { ask, lensVariables } from "../data/client";
import type { CountsQuery } from "../data/operations";
import { CountsDocument } from "../data/operations";
import type { Graph } from "../model";
import type { FacetName, Placed } from "../state/state";
import { counted, keys, kinds, plain, statuses } from "../words";
import { Answered } from "./Answered";
import { useAnswer } from "./useAnswer";
import type { View } from "./view";

interface Value {
  readonly value: string;
  readonly label: string;
  readonly inView: number;
  readonly inStore: number;
}

const titles: Readonly<Record<FacetName, string>> = {
  kind: "Kinds of entity",
  type: "Types of relation",
  status: "Status of relations",
  collection: "Collections of relations",
};

/**
 * How much there is of what, on the canvas and in the store, both as the lens leaves it; each value can be dimmed or
 * hidden. What only the lens compared with shows is not counted.
 */
export function Facets({ session, now }: View): ReactElement {
  const { lens, shades, nodes } = now.state;
  const answer = useAnswer(JSON.stringify(lens), (signal) => ask(CountsDocument, lensVariables(lens), signal));
  const unseen = nodes.filter((node) => now.graph.entities.get(node.id)?.visible === false).length;
  const gone = [...now.graph.changes.values()].filter((change) => change === "lost").length;
  return (
    <>
      <h2>Facets</h2>
      {unseen > 0 && (
        <p className="small">
          {counted(unseen, "entity", "entities")} on the canvas {unseen === 1 ? "is" : "are"} faint, not seen through the lens, and not
          counted here.
        </p>
      )}
      {gone > 0 && (
        <p className="small">
          {counted(gone, "entity or relation", "entities and relations")} on the canvas {gone === 1 ? "is" : "are"} seen only through the
          other lens, and not counted here.
        </p>
      )}
      <Answered answer={answer}>
        {(counts) =>
          keys(titles).map((facet) => {
            const values = valuesOf(facet, now.graph, nodes, counts);
            return (
              <section key={facet} aria-label={titles[facet]}>
                <table className="facet">
                  <caption>{titles[facet]}</caption>
                  <thead>
                    <tr>
                      <th scope="col">Value</th>
                      <th scope="col">In view</th>
                      <th scope="col">In the store</th>
                      <th scope="col">Show</th>
                    </tr>
                  </thead>
                  <tbody>
                    {values.map(({ value, label, inView, inStore }) => (
                      <tr key={value} className={inView === 0 ? "absent" : undefined}>
                        <th scope="row">{label}</th>
                        <td>{inView.toLocaleString("en")}</td>
                        <td>{inStore.toLocaleString("en")}</td>
                        <td>
                          <select
                            aria-label={`Show ${label}`}
                            value={shades[facet][value] ?? "shown"}
                            onChange={(event) => {
                              const to = event.target.value;
                              session.perform({
                                do: "shade",
                                facet,
                                value,
                                shade: to === "dimmed" || to === "hidden" ? to : null,
                              });
                            }}
                          >
                            <option value="shown">shown</option>
                            <option value="dimmed">dimmed</option>
                            <option value="hidden">hidden</option>
                          </select>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </section>
            );
          })
        }
      </Answered>
    </>
  );
}

/** The values of a facet, those in view first. */
function valuesOf(facet: FacetName, graph: Graph, nodes: readonly Placed[], counts: CountsQuery): readonly Value[] {
  const inView = new Map<string, number>();
  const count = (value: string): void => void inView.set(value, (inView.get(value) ?? 0) + 1);
  const isSeen = ({ id, visible = true }: { readonly id: string; readonly visible?: boolean }): boolean =>
    visible && graph.changes.get(id) !== "lost";
  const entities = nodes.flatMap((node) => graph.entities.get(node.id) ?? []).filter(isSeen);
  const relations = graph.relations.filter(isSeen);
  if (facet === "kind") for (const entity of entities) count(entity.kind);
  if (facet === "type") for (const relation of relations) count(relation.type);
  if (facet === "status") for (const relation of relations) count(relation.status ?? "");
  if (facet === "collection") for (const relation of relations) relation.collections.forEach(count);
  inView.delete("");
  const bucket = (by: "TYPE" | "COLLECTION"): readonly { value: string; label: string; count: number }[] =>
    counts.relations.facets.find((one) => one.by === by)?.buckets ?? [];
  const stored = {
    kind: () => counts.entities.facets.flatMap((one) => one.buckets),
    type: () => bucket("TYPE"),
    status: () =>
      keys(statuses).map((status) => ({
        value: status,
        label: statuses[status],
        count: counts[status].totalCount,
      })),
    collection: () => bucket("COLLECTION"),
  }[facet]();
  const labels = new Map(stored.map((one) => [one.value, one.label]));
  const values = new Set([...stored.map((one) => one.value), ...inView.keys()]);
  return [...values]
    .map((value) => ({
      value,
      label: facet === "kind" ? kinds[value as keyof typeof kinds] : (labels.get(value) ?? plain(value)),
      inView: inView.get(value) ?? 0,
      inStore: stored.find((one) => one.value === value)?.count ?? 0,
    }))
    .toSorted((a, b) => b.inView - a.inView || b.inStore - a.inStore || (a.value < b.value ? -1 : 1));
}
