import type { KeyboardEvent, ReactElement } from "react";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Relation } from "../model";
import { otherEnd } from "../relations";
import { counted } from "../words";
import { KindIcon } from "./KindIcon";
import { Mark, Status } from "./Status";
import { naming } from "./view";
import type { View } from "./view";

/** Where the keyboard is: on an entity, or on one of its relations. */
interface At {
  readonly entity: string;
  readonly relation: string | null;
}

/**
 * The twin of the canvas for those who don't see it or use no mouse: selecting an entity here selects it there. Up and
 * down go from row to row, right goes to the relations of an entity and along one to its other end, left goes back. It
 * is the treegrid of the ARIA Authoring Practices.
 */
export function EntitiesTree({
  session,
  now,
  entities,
  relations,
  open,
}: View & {
  /** By id, in the order of the rows. */
  readonly entities: readonly string[];
  /** By the entities that they join. */
  readonly relations: ReadonlyMap<string, readonly Relation[]>;
  open(id: string): void;
}): ReactElement {
  const { state, graph } = now;
  const name = naming(now);
  const selected = new Set(state.selected);
  const table = useRef<HTMLTableElement>(null);
  const [moved, move] = useState<At | null>(null);
  const first = entities[0];
  const at: At | null =
    moved !== null && entities.includes(moved.entity) ? moved : first === undefined ? null : { entity: first, relation: null };

  const go = (to: At): void => {
    // Before the next key comes.
    flushSync(() => move(to));
    table.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
  };
  const select = (id: string): void => session.perform({ do: "select", ids: [id] });

  const onKeyDown = (event: KeyboardEvent): void => {
    const { entity, relation = null } = (event.target as HTMLElement).closest("tr")?.dataset ?? {};
    if (entity === undefined) return;
    const id = relation ?? entity;
    const of = relations.get(entity) ?? [];
    const row = of.findIndex((one) => one.id === relation);
    const place = entities.indexOf(entity);
    const to = ((): At | null => {
      switch (event.key) {
        case "ArrowDown":
          if (row >= 0) return row + 1 < of.length ? { entity, relation: of[row + 1]!.id } : null;
          return place + 1 < entities.length ? { entity: entities[place + 1]!, relation: null } : null;
        case "ArrowUp":
          if (row > 0) return { entity, relation: of[row - 1]!.id };
          if (row === 0) return { entity, relation: null };
          return place > 0 ? { entity: entities[place - 1]!, relation: null } : null;
        case "ArrowRight":
          if (row >= 0) return { entity: otherEnd(of[row]!, entity), relation: null };
          return of.length > 0 ? { entity, relation: of[0]!.id } : null;
        case "ArrowLeft":
          return row >= 0 ? { entity, relation: null } : null;
        case "Home":
          return { entity: entities[0]!, relation: null };
        case "End":
          return { entity: entities.at(-1)!, relation: null };
        case "Enter":
        case " ":
          // What is selected already is opened.
          if (state.selected.length === 1 && selected.has(id)) open(id);
          else select(id);
          return { entity, relation };
        case "Delete":
          if (row >= 0) return null;
          session.perform({ do: "remove", ids: [entity] });
          return entities.length > 1 ? { entity: entities[place + 1] ?? entities[place - 1]!, relation: null } : null;
        default:
          return null;
      }
    })();
    if (to === null) return;
    event.preventDefault();
    go(to);
  };

  return (
    <>
      <p className="small" id="list-help">
        {counted(entities.length, "entity", "entities")}. Arrow keys walk: right along a relation, left back. Enter selects, a second
        time it opens the evidence.
      </p>
      <table ref={table} role="treegrid" aria-label="What is on the canvas" aria-describedby="list-help" onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">Entity</th>
            <th scope="col">Relations</th>
            <th scope="col">Hidden</th>
          </tr>
        </thead>
        <tbody>
          {entities.map((id) => {
            const entity = graph.entities.get(id)!;
            const of = relations.get(id) ?? [];
            const unfolded = at?.entity === id;
            const here = unfolded && at.relation === null;
            const hidden = (graph.hidden.get(id) ?? []).reduce((sum, row) => sum + row.count, 0);
            return [
              <tr
                key={id}
                role="row"
                data-entity={id}
                aria-level={1}
                aria-expanded={of.length > 0 ? unfolded : undefined}
                aria-selected={selected.has(id)}
                tabIndex={here ? 0 : -1}
                onClick={() => {
                  select(id);
                  move({ entity: id, relation: null });
                }}
              >
                <td role="gridcell">
                  <KindIcon kind={entity.kind} /> {entity.name} <Mark id={id} graph={graph} />
                </td>
                <td role="gridcell">{of.length}</td>
                <td role="gridcell">{hidden}</td>
              </tr>,
              ...(unfolded
                ? of.map((relation) => (
                    <tr
                      key={`${id} ${relation.id}`}
                      role="row"
                      data-entity={id}
                      data-relation={relation.id}
                      aria-level={2}
                      aria-selected={selected.has(relation.id)}
                      tabIndex={at.relation === relation.id ? 0 : -1}
                      className="relation"
                      onClick={() => {
                        select(relation.id);
                        move({ entity: id, relation: relation.id });
                      }}
                    >
                      <td role="gridcell">
                        {relation.from === id ? `${relation.label} ${name(relation.to)}` : `${name(relation.from)} ${relation.label} it`}
                        {relation.ended && `, ${relation.when}`}
                      </td>
                      <td role="gridcell" colSpan={2}>
                        <Status status={relation.status} contested={relation.contested} /> <Mark id={relation.id} graph={graph} />
                      </td>
                    </tr>
                  ))
                : []),
            ];
          })}
        </tbody>
      </table>
    </>
  );
}
