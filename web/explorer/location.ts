// The address of the page:
//
//   #LETTERS          the whole state; the page keeps this up to date as things change
//   ?chart=NAME       a state that the server keeps
//   ?entities=ID,ID   an empty canvas with these added: for links from elsewhere
//   ?paths=ID,ID      an empty canvas with the paths between these
//
// To the last two, parts of a lens can be added: &trueAt=DAY &knownAt=DAY &certain=true &collection=NAME &minOrigins=2
// &statuses=STATED,ALLEGED
import { openChart, Refused } from "./data/client";
import type { Session } from "./session";
import { BadChart, pack, read, readLens, unpack } from "./state/address";
import type { Command } from "./state/commands";
import type { History } from "./state/history";
import { endOf, lastStep } from "./state/history";
import type { Lens, PathQuestion, State } from "./state/state";
import { empty } from "./state/state";
import { keys, statuses } from "./words";

export interface Asked {
  /** Null: nothing, or nothing that could be read. */
  readonly state: State | null;
  readonly entities: readonly string[];
  readonly paths: PathQuestion | null;
  readonly problem: Refused | null;
}

/** What an address may name after its question mark. */
const parts: readonly string[] = ["chart", "entities", "paths", "trueAt", "knownAt", "certain", "collection", "minOrigins", "statuses"];

/** So many entities a link from elsewhere may name. */
const mostAsked = 500;

export async function readAddress(location: Location): Promise<Asked> {
  const query = new URLSearchParams(location.search);
  const ids = (name: string): readonly string[] =>
    [...new Set((query.get(name) ?? "").split(",").map((id) => id.trim()))].filter((id) => id !== "").slice(0, mostAsked);
  const paths = ids("paths");
  const asked = {
    state: null,
    entities: ids("entities"),
    paths: paths.length < 2 ? null : ({ ids: paths, types: [], notKinds: [], avoid: [], order: "SHORTEST" } as const),
    problem: unclear([...query.keys()], paths),
  };
  const chart = query.get("chart");
  try {
    if (location.hash.length > 1) return { ...asked, state: await unpack(location.hash.slice(1)) };
    if (chart !== null) return { ...asked, state: read(await openChart(chart)) };
    const lens = lensOf(query);
    return Object.keys(lens).length === 0 ? asked : { ...asked, state: { ...empty, lens } };
  } catch (err) {
    const hint = "The picture can't be shown as it was meant. Ask for its address again, or begin anew.";
    if (err instanceof BadChart) return { ...asked, problem: new Refused(err.message, "BAD_ADDRESS", hint, null) };
    if (err instanceof Refused) return { ...asked, problem: err };
    throw err;
  }
}

/** What an address asks for that can't be answered, while all else is; null: nothing. */
function unclear(names: readonly string[], paths: readonly string[]): Refused | null {
  const senseless = names.filter((name) => !parts.includes(name));
  if (senseless.length > 0) {
    const hint = `It may name ${parts.join(", ")}. What is shown goes without the rest.`;
    return new Refused(`The address names ${senseless.join(", ")}, which means nothing here.`, "BAD_ADDRESS", hint, null);
  }
  if (paths.length !== 1) return null;
  return new Refused(`There are no paths of ${paths[0]} alone.`, "BAD_ADDRESS", "Name two ids or more, with commas between.", null);
}

/** The parts of a lens that an address names. */
function lensOf(query: URLSearchParams): Lens {
  const given: Record<string, unknown> = {};
  for (const name of ["trueAt", "knownAt", "collection"]) if (query.has(name)) given[name] = query.get(name);
  if (query.has("certain")) given["certain"] = query.get("certain") === "true";
  if (query.has("minOrigins")) given["minOrigins"] = query.get("minOrigins") === "" ? NaN : Number(query.get("minOrigins"));
  const told = query.get("statuses");
  if (told !== null) {
    const names = told.split(",").map((name) => name.trim().toUpperCase());
    const unknown = names.find((name) => !keys<string>(statuses).includes(name));
    if (unknown !== undefined) throw new BadChart(`There is no status ${unknown}: there are ${keys(statuses).join(", ")}.`);
    given["statuses"] = names;
  }
  return readLens(given);
}

/** The address of a state on this server. */
export async function addressOf(state: State): Promise<string> {
  return `${window.location.origin}/${state === empty ? "" : `#${await pack(state)}`}`;
}

/** Steps that Back takes back, each an entry of the browser's history. All else changes the entry that it follows. */
const entered: ReadonlySet<Command["do"]> = new Set(["add", "remove", "collapse", "lens", "compare", "paths", "clear"]);

/** Whether something that Back takes back was done since a step; null: since the beginning. */
export function isEntered({ past, future }: History, since: Command | null): boolean {
  if (since !== null && future.includes(since)) return false; // it was undone
  const commands = past.map((entry) => entry.command);
  return commands.slice(since === null ? 0 : commands.indexOf(since) + 1).some((command) => entered.has(command.do));
}

/**
 * Keeps the address up to date, and opens what is put into it by hand. Back and Forward go through what was brought,
 * taken away, asked and seen through which lens, as undoing and doing again does; and where these go, the browser goes
 * along. Beyond what this page did, the address alone tells what to show: the page begins anew.
 */
export function follow(session: Session): void {
  const page = `${Date.now()} ${Math.random()}`;
  /** The step that each entry of the browser's history shows, as far as it is of this page; null: the beginning. */
  const steps = [lastStep(session.snapshot().history)];
  let at = 0;
  /** Whether the browser is on its way to the entry of what is shown. */
  let moving = false;
  let written = session.snapshot().state;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const write = async (): Promise<void> => {
    const { state, history } = session.snapshot();
    const address = await addressOf(state);
    const now = session.snapshot();
    // What comes after writes its own. What is asked in one is one entry: its answer is waited for.
    if (state !== now.state || now.busy !== null || moving) return;
    written = state;
    const step = lastStep(history);
    const there = steps.lastIndexOf(step);
    if (there >= 0 && there !== at) {
      moving = true;
      window.history.go(there - at);
    } else if (step !== steps[at] && isEntered(history, steps[at] ?? null)) {
      steps.splice(++at);
      steps.push(step);
      window.history.pushState({ page, at }, "", address);
    } else {
      steps[at] = step;
      window.history.replaceState({ page, at }, "", address);
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void write(), 200);
  };
  session.subscribe(() => {
    const { state, busy } = session.snapshot();
    if (state !== written && busy === null) later();
  });
  // Browsers tell of where a user goes and of an address that is changed by hand, not of pushState and replaceState.
  window.addEventListener("popstate", ({ state }: PopStateEvent) => {
    const entry = state as { readonly page?: unknown; readonly at?: unknown } | null;
    const to = entry !== null && entry.page === page && typeof entry.at === "number" ? entry.at : null;
    const step = to === null ? undefined : steps[to];
    const done = step === undefined ? null : endOf(session.snapshot().history, step);
    if (to === null || done === null) {
      window.location.reload();
      return;
    }
    at = to;
    if (!moving) {
      session.cancel();
      session.goTo(done);
    }
    moving = false;
    later();
  });
  window.history.replaceState({ page, at }, "", window.location.href);
  // An address of which nothing could be shown stays, to be read and tried again.
  if (written !== empty) void write();
}
