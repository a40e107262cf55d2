import type { ReactElement } from "react";
import { useEffect, useState } from "react";
import { lensText } from "../words";
import { EntityEvidence } from "./EntityEvidence";
import { FactEvidence } from "./FactEvidence";
import { SourceEvidence } from "./SourceEvidence";
import type { View } from "./view";

/** Shows what is told of something: an entity, a fact or a source. */
export interface Opener {
  open(id: string): void;
}

/** On whose word: all that is told of what was selected last. */
export function Evidence({ session, now }: View): ReactElement {
  const { selected } = now.state;
  const id = selected.at(-1) ?? null;
  const [trail, setTrail] = useState<readonly string[]>([]);
  useEffect(() => {
    if (id !== null) setTrail((trail) => (trail.at(-1) === id ? trail : [...trail, id].slice(-50)));
  }, [id]);
  const open = (next: string): void => session.perform({ do: "select", ids: [next] });
  const before = trail.at(-2);

  if (id === null) {
    return (
      <>
        <h2>Evidence</h2>
        <p>Select an entity or a line to see what is told of it, by whom, and who denies it.</p>
      </>
    );
  }
  const view = { session, now, id, open };
  const { lens, against } = now.state;
  // What only the lens compared with shows is told as that one shows it.
  const through = against !== null && now.graph.changes.get(id) === "lost" ? against : lens;
  return (
    <>
      {before !== undefined && before !== id && (
        <button
          type="button"
          className="back"
          onClick={() => {
            setTrail(trail.slice(0, -1));
            open(before);
          }}
        >
          ← Back
        </button>
      )}
      {through !== lens && <p>As seen through the other lens: {lensText(through)}.</p>}
      {id.startsWith("source:") ? (
        <SourceEvidence {...view} />
      ) : id.startsWith("relation:") || id.startsWith("property:") ? (
        <FactEvidence {...view} lens={through} />
      ) : (
        <EntityEvidence {...view} lens={through} />
      )}
    </>
  );
}
