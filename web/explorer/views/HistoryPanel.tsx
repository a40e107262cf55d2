import type { ReactElement } from "react";
import { quiet } from "../state/history";
import { commandText } from "../words";
import { naming } from "./view";
import type { View } from "./view";

/** Every step that was done and undone; a click goes there. */
export function HistoryPanel({ session, now }: View): ReactElement {
  const { past, future } = now.history;
  const name = naming(now);
  const commands = [...past.map((entry) => entry.command), ...future.toReversed()];
  // A step begins with a command that is not quiet; looks and selections belong to the step before them.
  const begins = commands.flatMap((command, i) => (quiet(command) ? [] : [i]));
  const steps = [
    { text: "The beginning", begin: -1, end: begins[0] ?? commands.length },
    ...begins.map((begin, k) => ({
      text: commandText(commands[begin]!, name),
      begin,
      end: begins[k + 1] ?? commands.length,
    })),
  ];
  const at = steps.findLastIndex((step) => step.begin < past.length);
  return (
    <>
      <h2>History</h2>
      <p className="small">Ctrl+Z undoes, Ctrl+Shift+Z does again. The address always holds what is on screen.</p>
      <ol className="history">
        {steps.map(({ text, begin, end }, k) => (
          <li key={begin} className={k > at ? "undone" : undefined}>
            <button type="button" aria-current={k === at ? "step" : undefined} onClick={() => session.goTo(end)}>
              {text}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
