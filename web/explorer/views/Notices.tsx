import type { ReactElement } from "react";
import { useEffect, useState } from "react";
import { counted } from "../words";
import type { View } from "./view";

/** What is being waited for, what went wrong, and what the lens keeps from being seen. */
export function Notices({ session, now }: View): ReactElement {
  const { busy, problem, state, graph, current } = now;
  const unseen = current ? state.nodes.filter((node) => graph.entities.get(node.id)?.visible === false).length : 0;
  const unknown = current ? state.nodes.filter((node) => !graph.entities.has(node.id)).length : 0;
  return (
    <div className="notices">
      {busy !== null && <Busy what={busy} cancel={session.cancel} />}
      {problem !== null && problem.code !== "UNAUTHENTICATED" && (
        <div className="notice bad" role="alert">
          <p>{problem.message}</p>
          {problem.hint !== null && <p>{problem.hint}</p>}
          {problem.requestId !== null && <p className="small">In the server's log: {problem.requestId}</p>}
          <button type="button" onClick={() => void session.again()}>
            Try again
          </button>
          <button type="button" onClick={session.dismiss}>
            Close
          </button>
        </div>
      )}
      {unseen > 0 && (
        <p className="notice">
          {counted(unseen, "entity is", "entities are")} not seen through this lens: nothing that it leaves speaks of{" "}
          {unseen === 1 ? "it" : "them"}.
        </p>
      )}
      {unknown > 0 && <p className="notice">{counted(unknown, "entity is", "entities are")} not in this store any more.</p>}
    </div>
  );
}

/** Said only after a moment: most answers are there before anybody could read it. */
function Busy({ what, cancel }: { readonly what: string; readonly cancel: () => void }): ReactElement | null {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, [what]);
  if (!late) return null;
  return (
    <div className="notice" role="status">
      <progress aria-label={what} />
      <p>{what} …</p>
      <button type="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}
