import type { ReactElement } from "react";
import type { LayoutName } from "../layout/layout";
import { keys, layouts } from "../words";
import { Export } from "./Export";
import { SearchBox } from "./SearchBox";
import { Share } from "./Share";
import type { View } from "./view";

/** The bar on top: looking for somebody, undoing, arranging, sending on. */
export function Header({ session, now }: View): ReactElement {
  const { state, history } = now;
  const empty = state.nodes.length === 0;
  return (
    <header className="bar">
      <h1>
        <a href="/" aria-label="actorgraph, an empty canvas">
          actorgraph
        </a>
      </h1>
      <SearchBox session={session} now={now} />
      <div role="group" aria-label="History">
        <button type="button" disabled={history.past.length === 0} onClick={session.undo} title="Undo (Ctrl+Z)">
          Undo
        </button>
        <button type="button" disabled={history.future.length === 0} onClick={session.redo} title="Redo (Ctrl+Shift+Z)">
          Redo
        </button>
      </div>
      <select
        aria-label="Arrange"
        value={state.layout.name}
        disabled={empty}
        onChange={(event) => {
          const name = event.target.value as LayoutName;
          const around = state.selected.findLast((id) => state.nodes.some((node) => node.id === id));
          void session.arrange(name === "radial" && around !== undefined ? { name, around } : { name });
        }}
      >
        {keys(layouts).map((name) => (
          <option key={name} value={name}>
            {layouts[name]}
          </option>
        ))}
      </select>
      <button type="button" disabled={empty} onClick={() => void session.arrange(state.layout)} title="Gives all but pinned entities a new place">
        Arrange anew
      </button>
      <button type="button" disabled={empty} onClick={() => session.perform({ do: "clear" })}>
        Clear
      </button>
      <Export session={session} now={now} />
      <Share session={session} now={now} />
      <a href="/playground">Playground</a>
    </header>
  );
}
