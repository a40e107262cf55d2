import type { ReactElement } from "react";
import type { Change } from "../model";
import { capital, changes, counted, lensText, lineText } from "../words";
import { signs } from "./Status";
import { naming } from "./view";
import type { View } from "./view";
import { Walked } from "./Walked";

/** So many of a sort are listed; the rest can be unfolded. */
const most = 50;

/** First what is least easily seen in the picture. */
const order: readonly Change[] = ["changed", "lost", "gained"];

interface Differing {
  readonly id: string;
  readonly text: string;
  /** What differs; null where all of it does. */
  readonly how: string | null;
}

/** What differs between two lenses, among what is on the canvas: what came, what went, and what is told otherwise. */
export function Changes({ now, open }: View & { open(id: string): void }): ReactElement {
  const { graph, state } = now;
  const name = naming(now);
  const found: Record<Change, Differing[]> = { gained: [], lost: [], changed: [] };
  const add = (id: string, text: string): void => {
    const change = graph.changes.get(id);
    if (change !== undefined) found[change].push({ id, text, how: graph.otherwise?.get(id)?.join("; ") ?? null });
  };
  for (const entity of graph.entities.values()) add(entity.id, entity.name);
  for (const relation of graph.relations) add(relation.id, lineText(relation, name));
  const amount = (some: readonly Differing[]): string => {
    const entities = some.filter(({ id }) => graph.entities.has(id)).length;
    const relations = some.length - entities;
    return [
      entities === 0 ? null : counted(entities, "entity", "entities"),
      relations === 0 ? null : counted(relations, "relation", "relations"),
    ]
      .filter((part) => part !== null)
      .join(", ");
  };
  const listed = (some: readonly Differing[]): ReactElement => (
    <ul className="differing">
      {some.map(({ id, text, how }) => (
        <li key={id}>
          <button type="button" className="fact" aria-current={state.selected.includes(id) ? true : undefined} onClick={() => open(id)}>
            {text}
          </button>
          {how !== null && <span className="changed"> {how}</span>}
        </li>
      ))}
    </ul>
  );
  return (
    <section aria-label="What differs">
      <h3>What differs</h3>
      <p className="small">
        Seen now: {lensText(state.lens)}. Compared with: {lensText(state.against ?? {})}. Only what is on the canvas is compared:{" "}
        {counted(state.nodes.length, "entity", "entities")} and the relations among them.
      </p>
      {graph.changes.size === 0 && <p>Nothing differs.</p>}
      <Walked>
        {order
          .filter((change) => found[change].length > 0)
          .map((change) => (
            <section key={change} aria-label={changes[change]}>
              <h4 className={change}>
                {signs[change]} {capital(changes[change])}: {amount(found[change])}
              </h4>
              {listed(found[change].slice(0, most))}
              {found[change].length > most && (
                <details>
                  <summary>and {(found[change].length - most).toLocaleString("en")} more</summary>
                  {listed(found[change].slice(most))}
                </details>
              )}
            </section>
          ))}
      </Walked>
    </section>
  );
}
