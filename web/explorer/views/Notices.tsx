import type { ReactElement } from "react";
import { useEffect, useState } from "react";
import { lastStep } from "../state/history";
import { counted } from "../words";
import type { View } from "./view";

/** What is being waited for, what went wrong, and what the lens keeps from being seen. */
export function Notices({ session, now }: View): ReactElement {
  const { busy, problem, state, graph, current } = now;
  const unseen = current ? state.nodes.filter((node) => graph.entities.get(node.id)?.visible === false).length : 0;
  const unknown = current ? state.nodes.filter((node) => !graph.entities.has(node.id)).length : 0;
  const emptied = state.nodes.length === 0 && busy === null ? emptiedBy(now) : null;
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
      {emptied !== null && (
        <p className="notice">
          {emptied} <b>Undo</b> brings it back.
        </p>
      )}
      {unknown > 0 && <p className="notice">{counted(unknown, "entity is", "entities are")} not in this store any more.</p>}
    </div>
  );
}

/** Why a canvas that held something is empty now. */
function emptiedBy({ history }: View["now"]): string | null {
  const last = lastStep(history)?.do;
  if (last === "remove" || last === "collapse") return "All that was on the canvas is removed.";
  return last === "clear" ? "The canvas is cleared." : null;
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
    <div className="notice busy" role="status">
      <progress aria-label={what} />
      <p>{what} …</p>
      <button type="button" onClick={cancel}>
        Cancel
      </button>
    </div>
  );
}
