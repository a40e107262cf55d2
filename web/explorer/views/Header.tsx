import type { ReactElement } from "react";
import type { LayoutName } from "../layout/layout";
import type { Command } from "../state/commands";
import { lastStep, nextStep } from "../state/history";
import { commandText, keys, layouts } from "../words";
import { Export } from "./Export";
import { SearchBox } from "./SearchBox";
import { Share } from "./Share";
import { naming } from "./view";
import type { View } from "./view";

/** The bar on top: looking for somebody, undoing, arranging, sending on. */
export function Header({ session, now }: View): ReactElement {
  const { state, history } = now;
  const empty = state.nodes.length === 0;
  const name = naming(now);
  const [last, next] = [lastStep(history), nextStep(history)];
  const told = (step: Command | null): string => (step === null ? "" : `: ${commandText(step, name)}`);
  return (
    <header className="bar">
      <h1>
        <a href="/" aria-label="actorgraph, an empty canvas">
          actorgraph
        </a>
      </h1>
      <SearchBox session={session} now={now} />
      <div role="group" aria-label="History">
        <button type="button" disabled={last === null} onClick={session.undo} title={`Undo (Ctrl+Z)${told(last)}`}>
          Undo
        </button>
        <button type="button" disabled={next === null} onClick={session.redo} title={`Do again (Ctrl+Shift+Z)${told(next)}`}>
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
