// The address of the page:
//
//   #LETTERS          the whole state; the page keeps this up to date as things change
//   ?chart=NAME       a state that the server keeps
//   ?entities=ID,ID   an empty canvas with these added: for links from elsewhere
//   ?paths=ID,ID      an empty canvas with the paths between these
import { openChart, Refused } from "./data/client";
import type { Session } from "./session";
import { BadChart, pack, read, unpack } from "./state/address";
import type { PathQuestion, State } from "./state/state";
import { empty } from "./state/state";

export interface Asked {
  /** Null: nothing, or nothing that could be read. */
  readonly state: State | null;
  readonly entities: readonly string[];
  readonly paths: PathQuestion | null;
  readonly problem: Refused | null;
}

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
    problem: null,
  };
  const chart = query.get("chart");
  try {
    if (location.hash.length > 1) return { ...asked, state: await unpack(location.hash.slice(1)) };
    if (chart !== null) return { ...asked, state: read(await openChart(chart)) };
    return asked;
  } catch (err) {
    const hint = "The picture can't be shown as it was meant. Ask for its address again, or begin anew.";
    if (err instanceof BadChart) return { ...asked, problem: new Refused(err.message, "BAD_ADDRESS", hint, null) };
    if (err instanceof Refused) return { ...asked, problem: err };
    throw err;
  }
}

/** The address of a state on this server. */
export async function addressOf(state: State): Promise<string> {
  return `${window.location.origin}/${state === empty ? "" : `#${await pack(state)}`}`;
}

/** Keeps the address up to date, and opens what is put into it by hand. */
export function follow(session: Session): void {
  let written = window.location.href;
  let shown = session.snapshot().state;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const store = async (): Promise<void> => {
    const { state } = session.snapshot();
    const address = await addressOf(state);
    if (state !== session.snapshot().state) return; // what came after writes its own
    written = address;
    window.history.replaceState(null, "", address);
  };
  session.subscribe(() => {
    const { state } = session.snapshot();
    if (state === shown) return;
    shown = state;
    clearTimeout(timer);
    timer = setTimeout(() => void store(), 200);
  });
  // Browsers tell of an address that a user changes or goes back to, not of replaceState.
  window.addEventListener("hashchange", () => {
    if (window.location.href !== written) window.location.reload();
  });
  // An address of which nothing could be shown stays, to be read and tried again.
  if (shown !== empty) void store();
}
