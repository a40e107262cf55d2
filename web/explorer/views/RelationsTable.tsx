import type { ReactElement } from "react";
import type { Relation } from "../model";
import { lineText } from "../words";
import { Standing } from "./Status";
import type { Words } from "./useWords";
import { naming } from "./view";
import type { View } from "./view";
import { Walked } from "./Walked";

/** Relations in words, with when they held, how they stand and on whose word. */
export function RelationsTable({
  now,
  relations,
  caption,
  words,
  open,
}: View & {
  readonly relations: readonly Relation[];
  readonly caption: string;
  readonly words: Words;
  open(id: string): void;
}): ReactElement {
  const name = naming(now);
  const selected = new Set(now.state.selected);
  return (
    <Walked>
      <table className="relations">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Relation</th>
            <th scope="col">When</th>
            <th scope="col">How it stands, on whose word</th>
          </tr>
        </thead>
        <tbody>
          {relations.map((relation) => (
            <tr key={relation.id} onClick={() => open(relation.id)} className={selected.has(relation.id) ? "selected" : undefined}>
              <th scope="row">
                <button type="button" className="fact" aria-current={selected.has(relation.id) ? true : undefined}>
                  {lineText(relation, name)}
                </button>
              </th>
              <td>{relation.when ?? "not told"}</td>
              <td>
                <Standing relation={relation} word={words(relation)} graph={now.graph} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Walked>
  );
}
