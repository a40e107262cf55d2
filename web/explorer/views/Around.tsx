import type { ReactElement } from "react";
import { usual } from "../session";
import { counted } from "../words";
import type { View } from "./view";

/** What can be brought to an entity on the canvas, by type and direction with the number of relations, and taken away again. */
export function Around({ session, now, id, open }: View & { readonly id: string; readonly open?: boolean }): ReactElement {
  const hidden = now.graph.hidden.get(id) ?? [];
  const total = hidden.reduce((sum, row) => sum + row.count, 0);
  const types = new Map(now.store?.vocabulary.relationTypes.map((type) => [type.type, type]));
  const expanded = now.state.additions.some((addition) => addition.of === id);
  const pinned = now.state.nodes.some((node) => node.id === id && node.pinned);
  return (
    <>
      {total > 0 && (
        <details className="around" open={open}>
          <summary>Bring what surrounds it: {counted(total, "relation is", "relations are")} not shown</summary>
          <ul>
            <li>
              <button type="button" onClick={() => void session.expand({ of: id })}>
                {total === 1 ? "The one" : total <= usual ? `All ${total}` : `Up to ${usual}, the most connected first`}
              </button>
            </li>
            {hidden.map(({ type, direction, count }) => (
              <li key={`${type} ${direction}`}>
                <button type="button" onClick={() => void session.expand({ of: id, type, direction })}>
                  {direction === "IN" ? types.get(type)?.inverse : types.get(type)?.label}: {count.toLocaleString("en")}
                  {count > usual && `, up to ${usual} at a time`}
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
      {expanded && (
        <button type="button" onClick={() => session.perform({ do: "collapse", of: id })}>
          Collapse
        </button>
      )}
      {pinned && (
        <button type="button" onClick={() => session.perform({ do: "unpin", ids: [id] })}>
          Unpin
        </button>
      )}
      <button type="button" onClick={() => session.perform({ do: "remove", ids: [id] })}>
        Remove
      </button>
    </>
  );
}
