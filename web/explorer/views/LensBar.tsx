import type { ReactElement } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { ask } from "../data/client";
import type { Bar } from "../data/dates";
import { knownBars, trueBars } from "../data/dates";
import { DatesDocument } from "../data/operations";
import { same } from "../state/commands";
import type { Lens } from "../state/state";
import { keys, lensText, statuses } from "../words";
import { useAnswer } from "./useAnswer";
import type { View } from "./view";

/** The view in which everything is asked: two clocks, collection, origins, status; and another one to compare with. */
export function LensBar({ session, now }: View): ReactElement {
  const { lens, against } = now.state;
  const [open, setOpen] = useState(false);
  const dates = useAnswer(open && now.store !== null ? `dates of version ${now.store.stats.version}` : null, (signal) =>
    ask(DatesDocument, {}, signal),
  );
  const set = (change: { readonly [K in keyof Lens]: Lens[K] | undefined }): void => {
    const entries = Object.entries({ ...lens, ...change }).filter(([, value]) => value !== undefined);
    session.perform({ do: "lens", lens: Object.fromEntries(entries) });
  };
  const narrow = Object.keys(lens).length > 0;
  return (
    <section className="lens" aria-label="Lens">
      <div className="line">
        <button type="button" aria-expanded={open} aria-controls="lens-parts" onClick={() => setOpen(!open)}>
          Lens: {lensText(lens)}
        </button>
        {narrow && (
          <button type="button" onClick={() => session.perform({ do: "lens", lens: {} })}>
            See everything
          </button>
        )}
        {against === null ? (
          <button type="button" onClick={() => session.perform({ do: "compare", against: lens })} title="Keeps this lens beside the next one">
            Compare from here
          </button>
        ) : (
          <>
            <span>
              compared with: {lensText(against)}
              {same(lens, against) && " (now change the lens)"}
            </span>
            <button type="button" onClick={() => session.perform({ do: "compare", against: null })}>
              Compare no more
            </button>
            <Changes now={now} />
          </>
        )}
      </div>
      {open && (
        <div id="lens-parts" className="parts">
          <Clock
            title="True on"
            help="what may have held then"
            day={lens.trueAt}
            bars={dates.data === null ? [] : trueBars(dates.data)}
            set={(trueAt) => set({ trueAt })}
          />
          <Clock
            title="Known by"
            help="what was published by then"
            day={lens.knownAt}
            bars={dates.data === null ? [] : knownBars(dates.data)}
            set={(knownAt) => set({ knownAt })}
          />
          <label>
            Dates{" "}
            <select
              value={String(lens.certain ?? "")}
              onChange={(event) =>
                set({ certain: event.target.value === "" ? undefined : event.target.value === "true" })
              }
            >
              <option value="">possibly true, certainly known</option>
              <option value="true">certain</option>
              <option value="false">possible</option>
            </select>
          </label>
          <label>
            Collection{" "}
            <select
              value={lens.collection ?? ""}
              onChange={(event) => set({ collection: event.target.value === "" ? undefined : event.target.value })}
            >
              <option value="">all</option>
              {now.store?.collections.map((collection) => (
                <option key={collection.name} value={collection.name}>
                  {collection.title ?? collection.name}
                </option>
              ))}
            </select>
          </label>
          <label>
            Origins, at least{" "}
            <input
              type="number"
              min={1}
              max={100}
              value={lens.minOrigins ?? ""}
              placeholder="any"
              onChange={(event) => {
                const least = event.target.valueAsNumber;
                set({ minOrigins: Number.isNaN(least) ? undefined : Math.min(Math.max(Math.round(least), 1), 100) });
              }}
            />
          </label>
          <details>
            <summary>Status: {lens.statuses === undefined ? "all that somebody asserts" : `${lens.statuses.length} chosen`}</summary>
            {keys(statuses).map((status) => (
              <label key={status} className="check">
                <input
                  type="checkbox"
                  checked={lens.statuses?.includes(status) ?? false}
                  onChange={(event) => {
                    const chosen = keys(statuses).filter((one) =>
                      one === status ? event.target.checked : lens.statuses?.includes(one),
                    );
                    set({ statuses: chosen.length === 0 ? undefined : chosen });
                  }}
                />
                {statuses[status]}
              </label>
            ))}
            <button type="button" onClick={() => set({ statuses: keys(statuses) })}>
              All, also what is only denied, not confirmed or taken back
            </button>
          </details>
        </div>
      )}
    </section>
  );
}

function Changes({ now }: { readonly now: View["now"] }): ReactElement {
  const counts = { gained: 0, lost: 0, changed: 0 };
  for (const relation of now.graph.relations) {
    const change = now.graph.changes.get(relation.id);
    if (change !== undefined) counts[change]++;
  }
  return (
    <span role="status">
      Relations: <span className="gained">+{counts.gained}</span> <span className="lost">−{counts.lost}</span>{" "}
      <span className="changed">≠{counts.changed}</span>
    </span>
  );
}

/**
 * One clock: a slider over the days on which there is something to tell, each with a bar for how much; to the right of
 * them all, any day. Other days can be written.
 */
function Clock({
  title,
  help,
  day,
  bars,
  set,
}: {
  readonly title: string;
  readonly help: string;
  readonly day: string | undefined;
  readonly bars: readonly Bar[];
  readonly set: (day: string | undefined) => void;
}): ReactElement {
  const id = useId();
  const any = bars.length;
  const found = day === undefined ? any : bars.findLastIndex((bar) => bar.day <= day);
  const [moved, setMoved] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const at = moved ?? Math.max(found, 0);
  const most = Math.max(...bars.map((bar) => bar.count), 1);
  const said = at === any ? "any day" : moved === null && day !== undefined ? day : (bars[at]?.day ?? "any day");
  return (
    <div className="clock">
      <label htmlFor={id}>
        {title} <b>{said}</b> <span className="small">{help}</span>
      </label>
      <svg viewBox={`0 0 ${any + 1} 24`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map((bar, i) => {
          const height = 2 + (22 * Math.log1p(bar.count)) / Math.log1p(most);
          return <rect key={bar.day} className={i <= at ? "in" : "out"} x={i + 0.1} width={0.8} y={24 - height} height={height} />;
        })}
      </svg>
      <input
        id={id}
        type="range"
        min={0}
        max={any}
        value={at}
        disabled={any === 0}
        aria-valuetext={at === any ? "any day" : `${said}, ${bars[at]?.count ?? 0} told of that day`}
        onChange={(event) => {
          const to = event.target.valueAsNumber;
          setMoved(to);
          // While it moves, not every day on the way is asked for.
          clearTimeout(timer.current);
          timer.current = setTimeout(() => {
            setMoved(null);
            set(to >= any ? undefined : bars[to]?.day);
          }, 250);
        }}
      />
      <input
        type="date"
        aria-label={`${title}, a day`}
        value={day ?? ""}
        onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
      />
    </div>
  );
}
