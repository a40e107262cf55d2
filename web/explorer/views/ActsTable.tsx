import type { ReactElement } from "react";
import type { Act, Played } from "../acts";
import { actsOf } from "../acts";
import type { Relation } from "../model";
import { otherEnd } from "../relations";
import { Mark, Standing } from "./Status";
import type { Words } from "./useWords";
import { naming } from "./view";
import type { View } from "./view";
import { Walked } from "./Walked";

/** So many names stand in a row; the rest can be unfolded. */
const most = 12;

/** Who is said to have spied on whom, with what and on whose word: each act that the lens shows in some rows. */
export function ActsTable({
  session,
  now,
  ids,
  caption,
  words,
  open,
}: View & {
  readonly ids: readonly string[];
  readonly caption: string;
  readonly words: Words;
  open(id: string): void;
}): ReactElement {
  const { graph, state } = now;
  const name = naming(now);
  const acts = actsOf(ids, graph, state.shades, (relation) => words(relation) ?? "");
  const narrow = Object.keys(state.lens).length > 0;
  const current = (id: string): true | undefined => (state.selected.includes(id) ? true : undefined);
  const button = (relation: Relation, act: string): ReactElement => (
    <button type="button" className="fact" aria-current={current(relation.id)} onClick={() => open(relation.id)}>
      {name(otherEnd(relation, act))}
    </button>
  );
  const listed = (relations: readonly Relation[], act: string): ReactElement => (
    <ul className="names">
      {relations.map((relation) => (
        <li key={relation.id}>{button(relation, act)}</li>
      ))}
    </ul>
  );
  const rows = ({ id }: Act, { part, groups, shaded, elsewhere }: Played): readonly ReactElement[] => {
    const nobody = groups.length + shaded + elsewhere === 0;
    return [
      ...groups.map((group, i) => (
        <tr key={`${part.type} ${group[0]!.id}`}>
          <th scope="row">{i === 0 ? part.title : <span className="unseen">{part.title}</span>}</th>
          <td>
            {listed(group.slice(0, most), id)}
            {group.length > most && (
              <details>
                <summary>and {group.length - most} more</summary>
                {listed(group.slice(most), id)}
              </details>
            )}
          </td>
          <td>
            {group[0]!.when !== null && <>{group[0]!.when}. </>}
            <Standing relation={group[0]!} word={words(group[0]!)} graph={graph} />
          </td>
        </tr>
      )),
      ...(nobody || shaded + elsewhere > 0
        ? [
            <tr key={part.type} className="small">
              <th scope="row">{groups.length === 0 ? part.title : <span className="unseen">{part.title}</span>}</th>
              <td colSpan={2}>
                {nobody && `${part.nobody}${narrow ? " through this lens" : ""}`}
                {shaded > 0 && `${shaded} hidden by the facets. `}
                {elsewhere > 0 && (
                  <button
                    type="button"
                    className="link"
                    onClick={() => void session.expand({ of: id, type: part.type, direction: part.direction })}
                  >
                    {elsewhere.toLocaleString("en")} not on the canvas: bring {elsewhere === 1 ? "it" : "them"}
                  </button>
                )}
              </td>
            </tr>,
          ]
        : []),
    ];
  };
  return (
    <Walked>
      <table className="acts">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col">Who or what</th>
            <th scope="col">When, how it stands, on whose word</th>
          </tr>
        </thead>
        {acts.map((act) => (
          <tbody key={act.id}>
            <tr>
              <th scope="rowgroup" colSpan={3}>
                <button type="button" className="fact" aria-current={current(act.id)} onClick={() => open(act.id)}>
                  {name(act.id)}
                </button>{" "}
                <Mark id={act.id} graph={graph} />
              </th>
            </tr>
            {act.played.map((played) => rows(act, played))}
          </tbody>
        ))}
      </table>
    </Walked>
  );
}
