import type { ReactElement } from "react";
import { commandsOf, endOf, lastStep, quiet } from "../state/history";
import { commandText } from "../words";
import { naming } from "./view";
import type { View } from "./view";

/** Every step that was done, and those that were undone, which can be done again; a click goes there. */
export function HistoryPanel({ session, now }: View): ReactElement {
  const { history } = now;
  const name = naming(now);
  // Looks and selections belong to the step before them.
  const steps = [null, ...commandsOf(history).filter((command) => !quiet(command))];
  const at = steps.indexOf(lastStep(history));
  return (
    <>
      <h2>History</h2>
      <p className="small">Ctrl+Z undoes, Ctrl+Shift+Z does again. The address always holds what is on screen.</p>
      <ol className="history">
        {steps.map((step, i) => (
          <li key={i} className={i > at ? "undone" : undefined}>
            <button
              type="button"
              aria-current={i === at ? "step" : undefined}
              onClick={() => session.goTo(endOf(history, step) ?? 0)}
            >
              {step === null ? "The beginning" : commandText(step, name)}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
