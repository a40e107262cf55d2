// A session joins state, store and layout: what a user does becomes a question to the server, its answer and the new
// places become one command, and the command changes the state. Views read snapshots of it and call its methods.
import { compare } from "./comparison";
import type { Expansion, Symmetric } from "./data/canvas";
import { readEntities, readGraph, readNeighbours } from "./data/canvas";
import { ask, Refused, unknown } from "./data/client";
import type { RelationType, StoreQuery } from "./data/operations";
import { StoreDocument } from "./data/operations";
import { pathEntities, readPaths } from "./data/paths";
import type { LayoutRequest } from "./layout/layout";
import { layOut } from "./layout/places";
import type { Graph, Point } from "./model";
import type { Question } from "./questions";
import { mostNodes } from "./state/address";
import type { Command } from "./state/commands";
import type { History } from "./state/history";
import { begin, goTo, lastStep, nextStep, perform, redo, undo } from "./state/history";
import type { Addition, Lens, PathQuestion, State } from "./state/state";
import { counted } from "./words";

/** So many neighbours an expansion brings if nothing else is said. */
export const usual = 25;

/** What views show. */
export interface Snapshot {
  readonly history: History;
  readonly state: State;
  /** What the store says of the canvas; while that is read anew, what it said last. */
  readonly graph: Graph;
  /** Of all entities that were on the canvas, be they gone or undone. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether graph is the answer for the present state. */
  readonly current: boolean;
  /** The closed lists and collections; null until they are read. */
  readonly store: StoreQuery | null;
  /** How often everything was given a new place: each time, all of it is to be looked at. */
  readonly arranged: number;
  /** What is being waited for, in words. */
  readonly busy: string | null;
  readonly problem: Refused | null;
  /** What was done last, for those who do not see it. */
  readonly said: string;
}

const nothing: Graph = { entities: new Map(), relations: [], hidden: new Map(), changes: new Map() };

export class Session {
  private now: Snapshot;
  private readonly listeners = new Set<() => void>();
  private readonly graphs = new Graphs();
  private symmetric: Symmetric = new Set();
  /** What is being waited for; a new one ends the one before. */
  private work: AbortController | null = null;
  /** The reading of the graph, apart from that. */
  private reading: AbortController | null = null;
  /** What went wrong last and can be done again. */
  private failed: (() => Promise<void>) | null = null;
  private shown = "";

  constructor(start: State) {
    this.now = {
      history: begin(start),
      state: start,
      graph: nothing,
      names: this.graphs.names,
      current: false,
      store: null,
      arranged: 0,
      busy: null,
      problem: null,
      said: "",
    };
  }

  readonly snapshot = (): Snapshot => this.now;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private set(change: Partial<Snapshot>): void {
    this.now = { ...this.now, ...change };
    for (const listener of this.listeners) listener();
  }

  private go(history: History): void {
    const state = history.present;
    const key = shownKey(state);
    // What is known of the new state is shown together with it, so that nothing flickers.
    const graph = key === this.shown ? null : this.held(state);
    if (graph === null) this.set({ history, state });
    else {
      this.shown = key;
      this.reading?.abort();
      this.set({ history, state, graph, current: true });
    }
    void this.refresh(key);
  }

  /** Whoever goes through the history in its panel stays in it. */
  private walk(history: History): void {
    const { panel } = this.now.state;
    this.go(panel === "history" ? perform(history, { do: "panel", panel }) : history);
  }

  /** The graph of a state, if it need not be asked for. */
  private held({ nodes, lens, against }: State): Graph | null {
    const ids = nodes.map((node) => node.id);
    const graph = this.graphs.held(ids, lens);
    if (against === null || graph === null) return graph;
    const before = this.graphs.held(ids, against);
    return before === null ? null : compare(before, graph);
  }

  // What is done at once.

  readonly perform = (command: Command): void => this.go(perform(this.now.history, command));
  readonly undo = (): void => {
    if (lastStep(this.now.history) !== null) this.walk(undo(this.now.history));
  };
  readonly redo = (): void => {
    if (nextStep(this.now.history) !== null) this.walk(redo(this.now.history));
  };
  readonly goTo = (done: number): void => this.walk(goTo(this.now.history, done));
  readonly say = (said: string): void => this.set({ said });
  /** Shows why something went wrong that was done elsewhere, and how it is tried again. */
  readonly fail = (err: unknown, again: (() => Promise<void>) | null = null): void => {
    this.failed = again;
    this.set({ problem: refused(err) });
  };
  readonly dismiss = (): void => this.set({ problem: null });
  readonly cancel = (): void => {
    this.work?.abort();
    this.reading?.abort();
    this.set({ busy: null });
  };

  // What asks the server.

  /** Reads the closed lists and then what the state shows; also after a failure. */
  readonly start = (): Promise<void> =>
    this.wait("Reading what the store holds", async (signal) => {
      if (this.now.store === null) {
        const store = await ask(StoreDocument, {}, signal);
        this.symmetric = new Set<RelationType>(
          store.vocabulary.relationTypes.filter((type) => type.symmetric).map((type) => type.type),
        );
        this.set({ store });
      }
      await this.refresh();
    });

  /** Tries again what went wrong, after what all else needs. */
  readonly again = async (): Promise<void> => {
    const work = this.failed;
    await this.start();
    if (this.now.problem === null) await work?.();
    else this.failed = work;
  };

  /** Adds entities, the first one selected, and with it those around it if so wished. */
  readonly add = (ids: readonly string[], withNeighbours = false): Promise<void> =>
    this.wait("Reading what is to be added", async (signal) => {
      if (ids.length === 0) return;
      const added = await this.bring({ of: null, ids }, signal);
      const there = new Set(this.now.state.nodes.map((node) => node.id));
      const [first] = ids.filter((id) => there.has(id));
      if (first !== undefined) {
        this.perform({ do: "select", ids: [first] });
        if (withNeighbours) await this.bringNeighbours({ of: first }, usual, signal);
        else this.say(added === 0 ? "It is on the canvas already." : `${counted(added, "entity", "entities")} added.`);
      }
      const missing = ids.filter((id) => !there.has(id));
      if (missing.length > 0) throw unknown(missing);
    });

  readonly expand = (expansion: Expansion, first = usual): Promise<void> =>
    this.wait("Reading what surrounds it", (signal) => this.bringNeighbours(expansion, first, signal));

  /** Gives all entities but pinned ones a new place. */
  readonly arrange = (layout: State["layout"]): Promise<void> =>
    this.wait("Arranging", async (signal) => {
      const { nodes, lens } = this.now.state;
      const ids = nodes.map((node) => node.id);
      const graph = await this.read(ids, lens, signal);
      const fixed = Object.fromEntries(nodes.filter((node) => node.pinned).map(({ id, x, y }) => [id, { x, y }]));
      const { places, guides } = await layOut(layoutRequest(layout, ids, graph, fixed), signal);
      this.perform({ do: "arrange", layout, places, guides });
      this.set({ arranged: this.now.arranged + 1 });
    });

  /** Brings all that is on the paths between some entities, and shows the paths. */
  readonly askPaths = (question: PathQuestion): Promise<void> =>
    this.wait("Looking for paths", (signal) => this.findPaths(question, signal));

  /** Answers a question to begin with. */
  readonly begin = (question: Question): Promise<void> =>
    this.wait("Reading the answer", async (signal) => {
      if (question.lens !== undefined) this.perform({ do: "lens", lens: question.lens });
      if (question.against !== undefined) this.perform({ do: "compare", against: question.against });
      if (question.where !== undefined) {
        const found = await readEntities(question.where, 100, this.now.state.lens, signal);
        await this.bring({ of: null, ids: found.map((entity) => entity.id) }, signal, question.layout);
      }
      if (question.select !== undefined) this.perform({ do: "select", ids: [question.select] });
      if (question.paths !== undefined) await this.findPaths(question.paths, signal);
    });

  private async findPaths(question: PathQuestion, signal: AbortSignal): Promise<void> {
    // First of all, so that what is chosen in the panel is seen to be chosen, and the next choice builds on it.
    this.perform({ do: "paths", paths: question });
    this.perform({ do: "panel", panel: "paths" });
    const answer = await readPaths(question, this.now.state.lens, signal);
    await this.bring({ of: null, ids: [...new Set([...question.ids, ...pathEntities(answer)])] }, signal);
  }

  /** Does something that takes its time: it can be seen, called off, and tried again if it fails. It ends what was waited for before. */
  readonly wait = async (busy: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    this.work?.abort();
    const control = new AbortController();
    this.work = control;
    this.failed = null;
    this.set({ busy, problem: null });
    try {
      await work(control.signal);
    } catch (err) {
      if (control.signal.aborted) return;
      this.failed = () => this.wait(busy, work);
      this.set({ problem: refused(err) });
    } finally {
      if (this.work === control) {
        this.work = null;
        this.set({ busy: null });
      }
    }
  };

  private read(ids: readonly string[], lens: Lens, signal: AbortSignal): Promise<Graph> {
    return this.graphs.read(ids, lens, this.symmetric, signal);
  }

  /** Shows what the store says of the state, unless that is shown. */
  private async refresh(key = shownKey(this.now.state)): Promise<void> {
    const { nodes, lens, against } = this.now.state;
    const ids = nodes.map((node) => node.id);
    if (key === this.shown || this.now.store === null) return;
    this.shown = key;
    this.reading?.abort();
    const control = new AbortController();
    this.reading = control;
    this.set({ current: false });
    try {
      const [graph, before] = await Promise.all([
        this.read(ids, lens, control.signal),
        against === null ? null : this.read(ids, against, control.signal),
      ]);
      if (control.signal.aborted) return;
      this.set({ graph: before === null ? graph : compare(before, graph), current: true });
    } catch (err) {
      if (this.reading !== control) return;
      this.shown = "";
      if (!control.signal.aborted) this.set({ problem: refused(err) });
    }
  }

  /** Brings entities to the canvas, in places that the layout finds around what is there; tells how many came. */
  private async bring(addition: Addition, signal: AbortSignal, layout = this.now.state.layout): Promise<number> {
    const { nodes, lens } = this.now.state;
    const there = new Set(nodes.map((node) => node.id));
    const wanted = addition.ids.filter((id) => !there.has(id));
    const fresh = wanted.slice(0, Math.max(mostNodes - nodes.length, 0));
    if (fresh.length < wanted.length) {
      throw new Refused(
        `The canvas holds ${mostNodes.toLocaleString("en")} entities; ${counted(wanted.length, "more does", "more do")} not fit.`,
        "FULL",
        "Remove some, or ask for fewer.",
        null,
      );
    }
    const ids = [...there, ...fresh];
    const graph = await this.read(ids, lens, signal);
    const known = fresh.filter((id) => graph.entities.has(id));
    const fixed: Record<string, Point> = Object.fromEntries(nodes.map(({ id, x, y }) => [id, { x, y }]));
    const request = layoutRequest(layout, [...there, ...known], graph, fixed);
    const { places, guides } = await layOut(request, signal);
    this.graphs.keep([...there, ...known], lens, graph);
    this.perform({
      do: "add",
      nodes: known.map((id) => ({ id, ...(places[id] ?? { x: 0, y: 0 }), pinned: false })),
      addition: { ...addition, ids: addition.ids.filter((id) => there.has(id) || graph.entities.has(id)) },
      layout,
      guides,
    });
    return known.length;
  }

  private async bringNeighbours(expansion: Expansion, first: number, signal: AbortSignal): Promise<void> {
    const { nodes, lens } = this.now.state;
    const drawn = nodes.map((node) => node.id);
    const room = Math.min(first, mostNodes - drawn.length);
    const [{ entities, more }, graph] = await Promise.all([
      readNeighbours(expansion, drawn, Math.max(room, 1), lens, signal),
      this.read(drawn, lens, signal),
    ]);
    // What is there already and belongs to the expansion stays when something else is collapsed.
    const touching = neighbours(graph, expansion);
    const added = await this.bring({ of: expansion.of, ids: [...touching, ...entities.map((e) => e.id)] }, signal);
    this.say(`${counted(added, "entity", "entities")} added${more ? "; more can be fetched" : ""}.`);
  }
}

/** Those on the canvas that an expansion finds. */
function neighbours(graph: Graph, { of, type, direction }: Expansion): readonly string[] {
  const found = new Set<string>();
  for (const relation of graph.relations) {
    if (type !== undefined && relation.type !== type) continue;
    if (relation.from === of && direction !== "IN") found.add(relation.to);
    if (relation.to === of && direction !== "OUT") found.add(relation.from);
  }
  found.delete(of);
  return [...found];
}

function layoutRequest(
  layout: State["layout"],
  ids: readonly string[],
  graph: Graph,
  fixed: Readonly<Record<string, Point>>,
): LayoutRequest {
  return {
    ...layout,
    nodes: ids.map((id) => {
      const entity = graph.entities.get(id);
      return { id, kind: entity?.kind ?? "EVENT", date: entity?.date ?? null, letters: entity?.name.length ?? 0 };
    }),
    lines: graph.relations.map(({ id, type, from, to, since, until }) => ({ id, type, from, to, since, until })),
    fixed,
  };
}

function shownKey({ nodes, lens, against }: State): string {
  const ids = nodes.map((node) => node.id);
  return JSON.stringify([graphKey(ids, lens), against === null ? null : graphKey(ids, against)]);
}

function graphKey(ids: readonly string[], lens: Lens): string {
  return JSON.stringify([lens, ids.toSorted()]);
}

/** Graphs keeps the last answers, so that undoing does not ask again. */
class Graphs {
  readonly names = new Map<string, string>();
  private readonly kept = new Map<string, Graph>();

  async read(ids: readonly string[], lens: Lens, symmetric: Symmetric, signal: AbortSignal): Promise<Graph> {
    const held = this.held(ids, lens);
    if (held !== null) return held;
    const graph = await readGraph(ids, lens, symmetric, signal);
    this.keep(ids, lens, graph);
    return graph;
  }

  held(ids: readonly string[], lens: Lens): Graph | null {
    return ids.length === 0 ? nothing : (this.kept.get(graphKey(ids, lens)) ?? null);
  }

  keep(ids: readonly string[], lens: Lens, graph: Graph): void {
    this.kept.set(graphKey(ids, lens), graph);
    for (const { id, name } of graph.entities.values()) this.names.set(id, name);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= 30) break;
      this.kept.delete(oldest);
    }
  }
}

function refused(err: unknown): Refused {
  if (err instanceof Refused) return err;
  console.error(err);
  return new Refused("Something went wrong in the page.", "BROKEN", "Reload it: the address keeps what you see.", null);
}
