import type { ReactElement } from "react";
import { ask, lensVariables } from "../data/client";
import type { EntityEvidenceQuery } from "../data/operations";
import { EntityEvidenceDocument } from "../data/operations";
import type { Lens } from "../state/state";
import { counted, kinds, lensText, namesText, objections, valueText } from "../words";
import { Answered } from "./Answered";
import { Around } from "./Around";
import { Conflicts, Differences } from "./Conflicts";
import type { Opener } from "./Evidence";
import { KindIcon } from "./KindIcon";
import { SourceLine } from "./SourceLine";
import { Status } from "./Status";
import { useAnswer } from "./useAnswer";
import type { View } from "./view";

/** All that is told of an entity, by topic, each fact with how it stands. */
export function EntityEvidence({
  session,
  now,
  id,
  open,
  lens,
}: View & Opener & { readonly id: string; readonly lens: Lens }): ReactElement {
  const { nodes } = now.state;
  const answer = useAnswer(JSON.stringify([id, lens]), (signal) =>
    ask(EntityEvidenceDocument, { id, ...lensVariables(lens) }, signal),
  );
  const drawn = nodes.some((node) => node.id === id);
  return (
    <Answered answer={answer}>
      {({ entity }) => {
        if (entity === null) return <p>This store knows nothing of {id}.</p>;
        const { dossier } = entity;
        return (
          <article>
            <header>
              <h2>
                <KindIcon kind={entity.kind} silent /> {entity.name}
              </h2>
              <p className="small">
                {kinds[entity.kind]}
                {entity.aliases.length > 0 && `, also ${entity.aliases.map((alias) => valueText(alias.value)).join("; ")}`}
              </p>
              {entity.aliases.length > 0 && namesText(lens) !== null && <p className="small">{namesText(lens)}</p>}
              {entity.summary !== null && <p>{entity.summary}</p>}
              {!entity.visible && <p>Nothing that the lens leaves speaks of it.</p>}
              <div className="actions">
                {drawn ? (
                  <Around session={session} now={now} id={id} />
                ) : (
                  <button type="button" onClick={() => void session.add([id])}>
                    Add to the picture
                  </button>
                )}
              </div>
            </header>
            <Conflicts conflicts={dossier.conflicts} />
            {dossier.sections.map((section) => (
              <section key={section.heading} aria-label={section.heading}>
                <h3>{section.heading}</h3>
                <ul className="facts">
                  {section.entries.map((entry) => (
                    <li key={entry.fact.id}>
                      <button type="button" className="fact" onClick={() => open(entry.fact.id)}>
                        {entry.text}
                      </button>
                      <Status status={entry.status} contested={entry.objections.length > 0 && entry.references.length > 0} />
                      <p className="small">{entry.explanation}</p>
                      {entry.objections.map((objection, i) => (
                        <p key={i} className="objection">
                          {objectionText(objection)}
                        </p>
                      ))}
                      {entry.fact.conflicts.map((conflict) => (
                        <p key={conflict.text} className="conflict">
                          {conflict.text}
                        </p>
                      ))}
                    </li>
                  ))}
                </ul>
              </section>
            ))}
            {dossier.leftOut > 0 && <p>{counted(dossier.leftOut, "fact more is", "facts more are")} left out here.</p>}
            <Differences differences={dossier.differences} />
            <section aria-label="Sources">
              <h3>Sources</h3>
              <ol className="sources">
                {dossier.sources.map(({ source, held }) => (
                  <li key={source.id}>
                    <SourceLine source={source} more={[held ? null : "not held: known from those who cite it"]} open={open} />
                  </li>
                ))}
              </ol>
            </section>
            {dossier.lens !== null && <p className="small">Seen through the lens: {lensText(lens)}.</p>}
          </article>
        );
      }}
    </Answered>
  );
}

type Objection = NonNullable<EntityEvidenceQuery["entity"]>["dossier"]["sections"][number]["entries"][number]["objections"][number];

/** "Denied by NSO Group [2] [4]."; the numbers are those of the sources below. */
function objectionText({ stance, speaker, references }: Objection): string {
  if (stance === "ASSERTS") return "";
  const numbers = [...new Set(references.map((reference) => reference.number))].map((number) => `[${number}]`).join(" ");
  return `${objections[stance]} ${speaker === null ? `in ${numbers}` : `by ${speaker} ${numbers}`}.`;
}
