import type { ReactElement } from "react";
import { useEffect, useId, useRef, useState } from "react";
import { ask } from "../data/client";
import type { Bar } from "../data/dates";
import { knownBars, ticks, trueBars } from "../data/dates";
import { DatesDocument } from "../data/operations";
import { same } from "../state/commands";
import type { Change } from "../model";
import type { Lens } from "../state/state";
import { changes, keys, lensText, namesText, statuses } from "../words";
import { signs } from "./Status";
import { useAnswer } from "./useAnswer";
import { useSize } from "./useSize";
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
            <Differing session={session} now={now} />
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
          <Origins least={lens.minOrigins} set={(minOrigins) => set({ minOrigins })} />
          <details>
            <summary>Status: {lens.statuses === undefined ? "all that a document asserts" : `${lens.statuses.length} chosen`}</summary>
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
          {namesText(lens) !== null && <p className="small note">{namesText(lens)}</p>}
        </div>
      )}
    </section>
  );
}

/** How much on the canvas differs between the two lenses. The panel List tells what. */
function Differing({ session, now }: View): ReactElement {
  const { graph } = now;
  const counts = (ids: Iterable<string>): Record<Change, number> => {
    const found = { gained: 0, lost: 0, changed: 0 };
    for (const id of ids) {
      const change = graph.changes.get(id);
      if (change !== undefined) found[change]++;
    }
    return found;
  };
  const told = (found: Record<Change, number>, some: readonly Change[]): readonly ReactElement[] =>
    some.map((change) => (
      <span key={change} className={change} title={changes[change]}>
        {signs[change]}
        {found[change].toLocaleString("en")}{" "}
      </span>
    ));
  return (
    <>
      <span role="status">
        On the canvas, relations: {told(counts(graph.relations.map(({ id }) => id)), ["gained", "lost", "changed"])}
        entities: {told(counts(graph.entities.keys()), ["gained", "lost"])}
      </span>
      {graph.changes.size > 0 && (
        <button type="button" onClick={() => session.perform({ do: "panel", panel: "list" })}>
          List what differs
        </button>
      )}
    </>
  );
}

/** The least number of origins. What is no such number stays in the box, with why it does nothing. */
function Origins({ least, set }: { readonly least: number | undefined; set(least: number | undefined): void }): ReactElement {
  const id = useId();
  const [refused, refuse] = useState<string | null>(null);
  return (
    <div className="origins">
      <label htmlFor={id}>Origins, at least</label>{" "}
      <input
        id={id}
        inputMode="numeric"
        autoComplete="off"
        value={refused ?? least ?? ""}
        placeholder="any"
        aria-invalid={refused !== null}
        aria-describedby={refused === null ? undefined : `${id}-why`}
        onChange={(event) => {
          const written = event.target.value;
          const number = /^\s*\d+\s*$/.test(written) ? Number(written) : NaN;
          const good = written.trim() === "" || (number >= 1 && number <= 100);
          refuse(good ? null : written);
          if (good) set(Number.isNaN(number) ? undefined : number);
        }}
      />
      {refused !== null && (
        <p id={`${id}-why`} role="alert" className="bad">
          A whole number from 1 to 100, please. Until then: {least ?? "any"}.
        </p>
      )}
    </div>
  );
}

/** About as wide as a figure of a scale, in pixels. */
const figure = 7;

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
  const scale = useRef<HTMLDivElement>(null);
  const room = Math.floor(useSize(scale).width / figure);
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
      <div ref={scale} className="scale small" aria-hidden="true">
        {ticks(bars, room).map((tick) => (
          <span key={tick.at} style={{ left: `${(100 * tick.at) / (any + 1)}%` }}>
            {tick.text}
          </span>
        ))}
        {any > 0 && <span className="any">any</span>}
      </div>
      <input
        type="date"
        aria-label={`${title}, a day`}
        value={day ?? ""}
        onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
      />
    </div>
  );
}
