import type { ReactElement } from "react";
import { useRef } from "react";
import type { PathAnswer } from "../data/paths";
import { readPaths, weakest } from "../data/paths";
import type { NoPathReason, PathsQuery, RelationType } from "../data/operations";
import type { PathQuestion } from "../state/state";
import { counted } from "../words";
import { Answered } from "./Answered";
import { Status } from "./Status";
import { useAnswer } from "./useAnswer";
import { naming } from "./view";
import type { View } from "./view";

type Path = PathsQuery["paths"]["nodes"][number];

const reasons: Readonly<Record<NoPathReason, string>> = {
  NONE_WITHIN_HOPS: "They are joined by longer ways only than are looked for: more than six relations.",
  DIFFERENT_COMPONENTS: "Nothing that the lens leaves joins them, however long the way.",
  CUT_BY_CONDITION: "There are ways, but none that keeps to what is allowed and avoided here.",
};

/** How two or more entities are connected: the ways as a list, each step with its support. */
export function Paths({
  session,
  now,
  highlight,
}: View & { readonly highlight: (ids: ReadonlySet<string>) => void }): ReactElement {
  const { state } = now;
  const name = naming(now);
  const question = state.paths;
  const picked = state.selected.filter((id) => state.nodes.some((node) => node.id === id));
  const answer = useAnswer(question === null ? null : JSON.stringify([question, state.lens]), (signal) =>
    readPaths(question!, state.lens, signal),
  );
  const heading = useRef<HTMLHeadingElement>(null);
  const ask = (change: Partial<PathQuestion>): void => {
    const before = question ?? { ids: picked, types: [], notKinds: [], avoid: [], order: "SHORTEST" };
    void session.askPaths({ ...before, ...change });
  };
  // What was pressed goes away; whoever pressed it goes on from the heading.
  const avoid = (ids: readonly string[]): void => {
    heading.current?.focus();
    ask({ avoid: ids });
  };

  return (
    <>
      <h2>Paths</h2>
      {question === null && (
        <p>
          Select two entities or more (with Shift), or type two names with -&gt; between them. With more than two, the
          smallest set that joins them is looked for.
        </p>
      )}
      {picked.length >= 2 && picked.join() !== question?.ids.join() && (
        <button type="button" onClick={() => ask({ ids: picked, avoid: [] })}>
          How are {picked.length === 2 ? picked.map(name).join(" and ") : `these ${picked.length}`} connected?
        </button>
      )}
      {question !== null && (
        <>
          <h3 ref={heading} tabIndex={-1}>
            {question.ids.map(name).join(" to ")}
          </h3>
          <p role="status">
            {answer.problem === null && (answer.data === null || answer.stale ? "Looking for paths …" : foundText(answer.data))}
          </p>
          <div className="actions">
            {question.ids.length === 2 && (
              <label>
                Best are{" "}
                <select
                  value={question.order}
                  onChange={(event) => ask({ order: event.target.value as PathQuestion["order"] })}
                >
                  <option value="SHORTEST">the shortest</option>
                  <option value="STRONGEST">those that stand most firmly</option>
                </select>
              </label>
            )}
            <button type="button" onClick={() => session.perform({ do: "paths", paths: null })}>
              Close
            </button>
          </div>
          <label className="check">
            <input
              type="checkbox"
              checked={question.notKinds.includes("COUNTRY")}
              onChange={(event) => ask({ notKinds: event.target.checked ? ["COUNTRY"] : [] })}
            />
            Not by countries
          </label>
          {question.avoid.length > 0 && (
            <ul className="chips" aria-label="Avoided">
              {question.avoid.map((id) => (
                <li key={id}>
                  not by {name(id)}{" "}
                  <button
                    type="button"
                    aria-label={`Allow ${name(id)} again`}
                    onClick={() => avoid(question.avoid.filter((other) => other !== id))}
                  >
                    ×
                  </button>
                </li>
              ))}
            </ul>
          )}
          <Allowed now={now} question={question} ask={ask} />
          <Answered answer={answer}>
            {(found) => (
              <Found
                found={found}
                highlight={highlight}
                session={session}
                now={now}
                avoid={(id) => avoid([...question.avoid, id])}
              />
            )}
          </Answered>
        </>
      )}
    </>
  );
}

/** The types of relation that paths may take; none chosen: all. */
function Allowed({
  now,
  question,
  ask,
}: {
  readonly now: View["now"];
  readonly question: PathQuestion;
  readonly ask: (change: Partial<PathQuestion>) => void;
}): ReactElement {
  const types = now.store?.vocabulary.relationTypes ?? [];
  const areas = [...new Set(types.map((type) => type.area))];
  const allowed = new Set<RelationType>(question.types);
  return (
    <details>
      <summary>
        {question.types.length === 0 ? "All types of relation are allowed" : `${counted(question.types.length, "type is", "types are")} allowed`}
      </summary>
      {areas.map((area) => (
        <fieldset key={area}>
          <legend>{area}</legend>
          {types
            .filter((type) => type.area === area)
            .map((type) => (
              <label key={type.type} className="check">
                <input
                  type="checkbox"
                  checked={allowed.has(type.type)}
                  onChange={(event) =>
                    ask({
                      types: types
                        .map((one) => one.type)
                        .filter((one) => (one === type.type ? event.target.checked : allowed.has(one))),
                    })
                  }
                />
                {type.label}
              </label>
            ))}
        </fieldset>
      ))}
    </details>
  );
}

/** What was found, in a sentence; or why nothing was. */
function foundText(found: PathAnswer): string {
  if (found.kind === "paths") {
    const { reason, nodes } = found.paths;
    return reason === null ? `${counted(nodes.length, "path", "paths")} found.` : reasons[reason];
  }
  const { reason, entities, steps, exact } = found.between;
  if (reason !== null) return reasons[reason];
  const joined = `${counted(entities.length, "entity joins", "entities join")} them, with ${counted(steps.length, "link", "links")}.`;
  return exact ? joined : `${joined} It is less than twice the smallest such set.`;
}

function Found({
  found,
  highlight,
  session,
  now,
  avoid,
}: View & {
  readonly found: PathAnswer;
  readonly highlight: (ids: ReadonlySet<string>) => void;
  readonly avoid: (id: string) => void;
}): ReactElement {
  const name = naming(now);
  const open = (id: string): void => session.perform({ do: "select", ids: [id] });
  if (found.kind === "between") {
    return (
      <ul>
        {found.between.steps.map(({ from, to, relation }) => (
          <li key={relation.id}>
            <button type="button" className="fact" onClick={() => open(relation.id)}>
              {from.name} {relation.label} {to.name}
            </button>{" "}
            <Status status={relation.support.status} contested={relation.support.contested} />
            {relation.when !== null && <span className="small"> {relation.when}</span>}
          </li>
        ))}
      </ul>
    );
  }
  const ids = (path: Path): ReadonlySet<string> =>
    new Set(path.steps.flatMap((step) => [step.entity.id, ...step.relations.map((relation) => relation.id)]));
  return (
    <ol className="paths">
      {found.paths.nodes.map((path) => {
        const weak = weakest(path);
        return (
          <li
            key={path.steps.map((step) => step.entity.id).join()}
            tabIndex={0}
            aria-label={`Path of ${counted(path.length, "relation", "relations")}`}
            onPointerEnter={() => highlight(ids(path))}
            onPointerLeave={() => highlight(new Set())}
            onFocus={() => highlight(ids(path))}
            onBlur={() => highlight(new Set())}
          >
            <ol>
              {path.steps.map((step, i) => (
                <li key={step.entity.id}>
                  {step.relation !== null && (
                    <p className="hop">
                      <button type="button" className="fact" onClick={() => open(step.relation!.id)}>
                        {step.forward ? step.relation.label : step.relation.inverseLabel}
                      </button>{" "}
                      <Status status={step.relation.support.status} contested={step.relation.support.contested} />
                      <span className="small">
                        {" "}
                        {step.relation.when !== null && `${step.relation.when}, `}
                        {counted(step.relation.support.atLeast, "origin", "origins")} at least
                        {step.relations.length > 1 && `, ${counted(step.relations.length - 1, "other relation", "other relations")} beside it`}
                        {weak.has(step.relation.id) && (weak.size === 1 ? ", the weakest step" : ", one of the weakest steps")}
                      </span>
                    </p>
                  )}
                  <button type="button" className="link" onClick={() => open(step.entity.id)}>
                    {step.entity.name}
                  </button>
                  {i > 0 && i < path.steps.length - 1 && (
                    <button
                      type="button"
                      className="avoid"
                      aria-label={`Avoid ${name(step.entity.id)}`}
                      onClick={() => avoid(step.entity.id)}
                    >
                      avoid
                    </button>
                  )}
                </li>
              ))}
            </ol>
            {weak.size === 0 && path.length > 1 && <p className="small">No step is weaker than the others.</p>}
          </li>
        );
      })}
    </ol>
  );
}
