import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ReactElement } from "react";
import type { Session } from "../session";
import type { Panel } from "../state/state";
import { keys } from "../words";
import { Canvas } from "./Canvas";
import { Evidence } from "./Evidence";
import { Facets } from "./Facets";
import { Header } from "./Header";
import { HistoryPanel } from "./HistoryPanel";
import { LensBar } from "./LensBar";
import { List } from "./List";
import { Notices } from "./Notices";
import { Paths } from "./Paths";
import { Start } from "./Start";
import { TokenDialog } from "./TokenDialog";

const panels: Readonly<Record<Panel, string>> = {
  evidence: "Evidence",
  paths: "Paths",
  list: "List",
  facets: "Facets",
  history: "History",
};

export function App({ session }: { readonly session: Session }): ReactElement {
  const now = useSyncExternalStore(session.subscribe, session.snapshot);
  const { state } = now;
  /** Entities and relations of a path that is pointed at. */
  const [highlighted, highlight] = useState<ReadonlySet<string>>(nobody);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isText(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === "z") {
        event.preventDefault();
        if (event.shiftKey) session.redo();
        else session.undo();
      } else if (key === "y") {
        event.preventDefault();
        session.redo();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [session]);

  // A panel that shows something else is read from its beginning.
  const panel = useRef<HTMLDivElement>(null);
  const subject = { evidence: state.selected.at(-1), paths: JSON.stringify([state.paths?.ids, state.paths?.avoid]) };
  const shown = `${state.panel} ${state.panel === "evidence" || state.panel === "paths" ? subject[state.panel] : ""}`;
  useLayoutEffect(() => void panel.current?.scrollTo(0, 0), [shown]);

  const view = { session, now };
  return (
    <>
      <Header {...view} />
      <LensBar {...view} />
      <main>
        <section className="picture" aria-label="Picture" aria-busy={now.busy !== null}>
          <Canvas {...view} highlighted={highlighted} />
          {state.nodes.length === 0 && now.busy === null && <Start {...view} />}
          <Notices {...view} />
        </section>
        <aside aria-label="Details">
          <div role="tablist" aria-label="Details" className="tabs" onKeyDown={walkTabs}>
            {keys(panels).map((panel) => (
              <button
                key={panel}
                type="button"
                role="tab"
                id={`tab-${panel}`}
                aria-selected={state.panel === panel}
                aria-controls="panel"
                tabIndex={state.panel === panel ? 0 : -1}
                onClick={() => session.perform({ do: "panel", panel })}
              >
                {panels[panel]}
              </button>
            ))}
          </div>
          {/* The list has a stop of its own from the start, and arrows work there at once. */}
          <div
            ref={panel}
            id="panel"
            role="tabpanel"
            aria-labelledby={`tab-${state.panel}`}
            tabIndex={state.panel === "list" && state.nodes.length > 0 ? -1 : 0}
            className="panel"
          >
            {state.panel === "evidence" && <Evidence {...view} />}
            {state.panel === "paths" && <Paths {...view} highlight={highlight} />}
            {state.panel === "list" && <List {...view} />}
            {state.panel === "facets" && <Facets {...view} />}
            {state.panel === "history" && <HistoryPanel {...view} />}
          </div>
        </aside>
      </main>
      <TokenDialog {...view} />
      <div className="unseen" role="status" aria-live="polite">
        {now.said}
      </div>
    </>
  );
}

const nobody: ReadonlySet<string> = new Set();

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Arrow keys go from tab to tab, as tabs do (ARIA Authoring Practices). */
function walkTabs(event: React.KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const tab = tabs[(to + tabs.length) % tabs.length];
  tab?.focus();
  tab?.click();
}
