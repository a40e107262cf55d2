import type { ReactElement } from "react";
import { useMemo, useState } from "react";
import { actsAmong } from "../acts";
import { byEnd } from "../relations";
import { shadeOf } from "../scene/build";
import { lineText } from "../words";
import { ActsTable } from "./ActsTable";
import { Changes } from "./Changes";
import { EntitiesTree } from "./EntitiesTree";
import { RelationsTable } from "./RelationsTable";
import { useWords } from "./useWords";
import { naming } from "./view";
import type { View } from "./view";

/** So many acts and so many relations are told in words at first, and so many more each time. */
const some = { acts: 20, relations: 50 };

/**
 * What is on the canvas, in words: what differs while two lenses are compared, who is said to have spied on whom, the
 * entities, and the relations with on whose word they stand.
 */
export function List({ session, now }: View): ReactElement {
  const { state, graph } = now;
  const name = naming(now);
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
    return graph.relations.filter(
      (relation) => shown.has(relation.from) && shown.has(relation.to) && shadeOf(relation, state.shades) !== "hidden",
    );
  }, [entities, graph, state.shades]);
  const ofEntity = useMemo(() => byEnd(relations), [relations]);
  const inWords = useMemo(() => {
    const texts = new Map(relations.map((relation) => [relation, lineText(relation, name)]));
    return relations.toSorted((a, b) => texts.get(a)!.localeCompare(texts.get(b)!, "en"));
  }, [relations]);
  const acts = useMemo(() => {
    const operated = new Set(relations.filter(({ type }) => type === "OPERATED").map(({ to }) => to));
    const seen = actsAmong(entities, graph);
    // Those of which somebody tells who it was come first.
    return [...seen.filter((id) => operated.has(id)), ...seen.filter((id) => !operated.has(id))];
  }, [entities, relations]);
  const [listed, list] = useState(some);
  const shownActs = acts.slice(0, listed.acts);
  const shownRelations = inWords.slice(0, listed.relations);
  const told = new Set([...shownActs.flatMap((id) => ofEntity.get(id) ?? []), ...shownRelations]);
  const { words, answer } = useWords(now, [...told]);
  const open = (id: string): void => {
    session.perform({ do: "select", ids: [id] });
    session.perform({ do: "panel", panel: "evidence" });
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
      <EntitiesTree session={session} now={now} entities={entities} relations={ofEntity} open={open} />
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
