import type { KeyboardEvent, ReactElement } from "react";
import { useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { actsAmong } from "../acts";
import { byEnd, otherEnd } from "../relations";
import { shadeOf } from "../scene/build";
import { counted, lineText } from "../words";
import { ActsTable } from "./ActsTable";
import { Changes } from "./Changes";
import { KindIcon } from "./KindIcon";
import { RelationsTable } from "./RelationsTable";
import { Mark, Status } from "./Status";
import { useWords } from "./useWords";
import { naming } from "./view";
import type { View } from "./view";

/** So many acts and so many relations are told in words at first, and so many more each time. */
const some = { acts: 20, relations: 50 };

/** Where the keyboard is: on an entity, or on one of its relations. */
interface At {
  readonly entity: string;
  readonly relation: string | null;
}

/**
 * What is on the canvas, in words: what differs while two lenses are compared, who is said to have spied on whom, the
 * entities, and the relations with on whose word they stand.
 *
 * The entities are the twin of the canvas for those who don't see it or use no mouse: selecting one here selects it
 * there. Up and down go from row to row, right goes to the relations of an entity and along one to its other end, left
 * goes back. It is the treegrid of the ARIA Authoring Practices.
 */
export function List({ session, now }: View): ReactElement {
  const { state, graph } = now;
  const name = naming(now);
  const table = useRef<HTMLTableElement>(null);
  const entities = useMemo(
    () =>
      state.nodes
        .filter((node) => {
          const entity = graph.entities.get(node.id);
          return entity !== undefined && state.shades.kind[entity.kind] !== "hidden";
        })
        .map((node) => node.id)
        .toSorted((a, b) => name(a).localeCompare(name(b), "en")),
    [state.nodes, state.shades, graph],
  );
  const relations = useMemo(() => {
    const shown = new Set(entities);
    return byEnd(
      graph.relations.filter(
        (relation) => shown.has(relation.from) && shown.has(relation.to) && shadeOf(relation, state.shades) !== "hidden",
      ),
    );
  }, [entities, graph, state.shades]);
  const inWords = useMemo(() => {
    const all = new Map([...relations.values()].flat().map((relation) => [relation.id, relation]));
    const texts = new Map([...all.values()].map((relation) => [relation, lineText(relation, name)]));
    return [...all.values()].toSorted((a, b) => texts.get(a)!.localeCompare(texts.get(b)!, "en"));
  }, [relations]);
  const acts = useMemo(() => {
    const isNamed = (id: string): boolean => (relations.get(id) ?? []).some(({ type, to }) => type === "OPERATED" && to === id);
    const seen = actsAmong(entities, graph);
    // Those of which somebody tells who it was come first.
    return [...seen.filter(isNamed), ...seen.filter((id) => !isNamed(id))];
  }, [entities, relations]);
  const [listed, list] = useState(some);
  const shownActs = acts.slice(0, listed.acts);
  const shownRelations = inWords.slice(0, listed.relations);
  const { words, answer } = useWords(now, [...new Set([...shownActs.flatMap((id) => relations.get(id) ?? []), ...shownRelations])]);
  const open = (id: string): void => {
    session.perform({ do: "select", ids: [id] });
    session.perform({ do: "panel", panel: "evidence" });
  };
  const [moved, move] = useState<At | null>(null);
  const first = entities[0];
  const at: At | null =
    moved !== null && entities.includes(moved.entity) ? moved : first === undefined ? null : { entity: first, relation: null };

  const selected = new Set(state.selected);

  const go = (to: At): void => {
    // Before the next key comes.
    flushSync(() => move(to));
    table.current?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus();
  };
  const select = (to: At): void => session.perform({ do: "select", ids: [to.relation ?? to.entity] });

  const onKeyDown = (event: KeyboardEvent): void => {
    const { entity, relation = null } = (event.target as HTMLElement).closest("tr")?.dataset ?? {};
    if (entity === undefined) return;
    const at: At = { entity, relation };
    const of = relations.get(at.entity) ?? [];
    const row = at.relation === null ? -1 : of.findIndex((relation) => relation.id === at.relation);
    const place = entities.indexOf(at.entity);
    const to = ((): At | null => {
      switch (event.key) {
        case "ArrowDown":
          if (row >= 0) return row + 1 < of.length ? { entity: at.entity, relation: of[row + 1]!.id } : null;
          return place + 1 < entities.length ? { entity: entities[place + 1]!, relation: null } : null;
        case "ArrowUp":
          if (row > 0) return { entity: at.entity, relation: of[row - 1]!.id };
          if (row === 0) return { entity: at.entity, relation: null };
          return place > 0 ? { entity: entities[place - 1]!, relation: null } : null;
        case "ArrowRight":
          if (row >= 0) return { entity: otherEnd(of[row]!, at.entity), relation: null };
          return of.length > 0 ? { entity: at.entity, relation: of[0]!.id } : null;
        case "ArrowLeft":
          return row >= 0 ? { entity: at.entity, relation: null } : null;
        case "Home":
          return { entity: entities[0]!, relation: null };
        case "End":
          return { entity: entities.at(-1)!, relation: null };
        case "Enter":
        case " ":
          // What is selected already is opened.
          if (state.selected.length === 1 && selected.has(at.relation ?? at.entity)) open(at.relation ?? at.entity);
          else select(at);
          return at;
        case "Delete":
          if (row >= 0) return null;
          session.perform({ do: "remove", ids: [at.entity] });
          return entities.length > 1 ? { entity: entities[place + 1] ?? entities[place - 1]!, relation: null } : null;
        default:
          return null;
      }
    })();
    if (to === null) return;
    event.preventDefault();
    go(to);
  };

  if (entities.length === 0) return <p>Nothing is on the canvas yet.</p>;
  return (
    <>
      <h2>List</h2>
      {state.against !== null && <Changes session={session} now={now} open={open} />}
      {answer.problem !== null && (
        <p role="alert">
          On whose word: {answer.problem.message}{" "}
          <button type="button" onClick={answer.again}>
            Try again
          </button>
        </p>
      )}
      {acts.length > 0 && (
        <>
          <ActsTable
            session={session}
            now={now}
            ids={shownActs}
            caption={`Acts of surveillance: ${acts.length.toLocaleString("en")}`}
            words={words}
            open={open}
          />
          <More what="acts" shown={shownActs.length} all={acts.length} more={() => list({ ...listed, acts: listed.acts + some.acts })} />
        </>
      )}
      <h3>Entities and relations</h3>
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
            const open = at?.entity === id;
            const here = open && at.relation === null;
            const hidden = (graph.hidden.get(id) ?? []).reduce((sum, row) => sum + row.count, 0);
            return [
              <tr
                key={id}
                role="row"
                data-entity={id}
                aria-level={1}
                aria-expanded={of.length > 0 ? open : undefined}
                aria-selected={selected.has(id)}
                tabIndex={here ? 0 : -1}
                onClick={() => {
                  select({ entity: id, relation: null });
                  move({ entity: id, relation: null });
                }}
              >
                <td role="gridcell">
                  <KindIcon kind={entity.kind} /> {entity.name} <Mark id={id} graph={graph} />
                </td>
                <td role="gridcell">{of.length}</td>
                <td role="gridcell">{hidden}</td>
              </tr>,
              ...(open
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
                        select({ entity: id, relation: relation.id });
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
      {inWords.length > 0 && (
        <>
          <RelationsTable
            session={session}
            now={now}
            relations={shownRelations}
            caption={`Relations in words: ${inWords.length.toLocaleString("en")}`}
            words={words}
            open={open}
          />
          <More
            what="relations"
            shown={shownRelations.length}
            all={inWords.length}
            more={() => list({ ...listed, relations: listed.relations + some.relations })}
          />
        </>
      )}
    </>
  );
}

/** Tells how many of all are listed, if not all are, and lists more. */
function More({ what, shown, all, more }: {
  readonly what: string;
  readonly shown: number;
  readonly all: number;
  more(): void;
}): ReactElement | null {
  if (shown >= all) return null;
  return (
    <p>
      {shown.toLocaleString("en")} of {all.toLocaleString("en")} {what} are listed.{" "}
      <button type="button" onClick={more}>
        List more {what}
      </button>
    </p>
  );
}
