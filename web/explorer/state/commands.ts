// Commands are all that can be done to the state. Each carries everything it needs, answers of the store included, so
// that doing the same commands again gives the same state.
import type { Guide } from "../layout/layout";
import type { Point } from "../model";
import type { Addition, FacetName, Lens, Look, Panel, PathQuestion, Placed, Shade, State } from "./state";
import { empty } from "./state";

export type Command =
  /** Brings entities to the canvas. Those that are there stay where they are. */
  | {
      readonly do: "add";
      readonly nodes: readonly Placed[];
      readonly addition: Addition;
      readonly layout: State["layout"];
      readonly guides: readonly Guide[];
    }
  /** Takes entities off the canvas. */
  | { readonly do: "remove"; readonly ids: readonly string[] }
  /** Takes back all expansions of an entity: what nothing else brought goes. */
  | { readonly do: "collapse"; readonly of: string }
  /** Puts entities elsewhere by hand, and pins them there. */
  | { readonly do: "move"; readonly places: Readonly<Record<string, Point>> }
  | { readonly do: "unpin"; readonly ids: readonly string[] }
  /** Gives all a new place by a layout. */
  | {
      readonly do: "arrange";
      readonly layout: State["layout"];
      readonly places: Readonly<Record<string, Point>>;
      readonly guides: readonly Guide[];
    }
  | { readonly do: "look"; readonly look: Look }
  | { readonly do: "select"; readonly ids: readonly string[] }
  | { readonly do: "lens"; readonly lens: Lens }
  /** Compares the lens with another one; null: no more. */
  | { readonly do: "compare"; readonly against: Lens | null }
  /** Dims or hides what has a value; null: shows it again. */
  | { readonly do: "shade"; readonly facet: FacetName; readonly value: string; readonly shade: Shade | null }
  | { readonly do: "paths"; readonly paths: PathQuestion | null }
  | { readonly do: "panel"; readonly panel: Panel }
  | { readonly do: "clear" };

/**
 * The state after a command. What is impossible, such as removing what is not there, changes nothing: the very same
 * state comes back.
 */
export function reduce(state: State, command: Command): State {
  switch (command.do) {
    case "add":
      return add(state, command);
    case "remove":
      return keep(state, without(state.nodes, new Set(command.ids)));
    case "collapse":
      return collapse(state, command.of);
    case "move":
      return place(state, command.places, true);
    case "unpin": {
      const ids = new Set(command.ids);
      if (!state.nodes.some((node) => node.pinned && ids.has(node.id))) return state;
      return { ...state, nodes: state.nodes.map((node) => (ids.has(node.id) ? { ...node, pinned: false } : node)) };
    }
    case "arrange":
      return { ...place(state, command.places, false), layout: command.layout, guides: command.guides };
    case "look":
      return same(state.look, command.look) ? state : { ...state, look: command.look };
    case "select":
      return same(state.selected, command.ids) ? state : { ...state, selected: command.ids };
    case "lens":
      return same(state.lens, command.lens) ? state : { ...state, lens: command.lens };
    case "compare":
      return same(state.against, command.against) ? state : { ...state, against: command.against };
    case "shade":
      return shade(state, command.facet, command.value, command.shade);
    case "paths":
      return same(state.paths, command.paths) ? state : { ...state, paths: command.paths };
    case "panel":
      return state.panel === command.panel ? state : { ...state, panel: command.panel };
    case "clear":
      return state.nodes.length === 0 && state.paths === null && state.selected.length === 0
        ? state
        : { ...state, nodes: [], additions: [], guides: [], selected: [], paths: null, look: empty.look };
  }
}

function add(state: State, { nodes, addition, layout, guides }: Extract<Command, { do: "add" }>): State {
  const there = new Set(state.nodes.map((node) => node.id));
  const fresh = nodes.filter((node) => !there.has(node.id));
  const known = state.additions.some((a) => a.of === addition.of && addition.ids.every((id) => a.ids.includes(id)));
  if (fresh.length === 0 && (known || addition.ids.length === 0)) return state;
  return { ...state, nodes: [...state.nodes, ...fresh], additions: [...state.additions, addition], layout, guides };
}

function collapse(state: State, of: string): State {
  const gone = state.additions.filter((a) => a.of === of);
  if (gone.length === 0) return state;
  const additions = state.additions.filter((a) => a.of !== of);
  const brought = new Set(additions.flatMap((a) => a.ids));
  const only = new Set(gone.flatMap((a) => a.ids).filter((id) => !brought.has(id)));
  // Whoever is collapsed stays, be it that only another's collapsed expansion had brought it back.
  if (only.delete(of)) additions.push({ of: null, ids: [of] });
  return keep({ ...state, additions }, without(state.nodes, only));
}

/** keep leaves these nodes on the canvas, and nothing of the others anywhere. */
function keep(state: State, nodes: readonly Placed[]): State {
  if (nodes.length === state.nodes.length) return state;
  const left = new Set(nodes.map((node) => node.id));
  const gone = new Set(state.nodes.map((node) => node.id).filter((id) => !left.has(id)));
  return {
    ...state,
    nodes,
    additions: state.additions
      .map((a) => (a.ids.some((id) => gone.has(id)) ? { ...a, ids: a.ids.filter((id) => left.has(id)) } : a))
      .filter((a) => a.ids.length > 0),
    selected: state.selected.some((id) => gone.has(id)) ? state.selected.filter((id) => !gone.has(id)) : state.selected,
  };
}

function place(state: State, places: Readonly<Record<string, Point>>, pin: boolean): State {
  let changed = false;
  const nodes = state.nodes.map((node) => {
    const to = Object.hasOwn(places, node.id) ? places[node.id] : undefined;
    if (to === undefined) return node;
    const x = Math.round(to.x);
    const y = Math.round(to.y);
    if (x === node.x && y === node.y && (!pin || node.pinned)) return node;
    changed = true;
    return { ...node, x, y, pinned: pin || node.pinned };
  });
  return changed ? { ...state, nodes } : state;
}

function shade(state: State, facet: FacetName, value: string, to: Shade | null): State {
  const before = state.shades[facet];
  if ((before[value] ?? null) === to) return state;
  const { [value]: _, ...others } = before;
  const after = to === null ? others : { ...others, [value]: to };
  return { ...state, shades: { ...state.shades, [facet]: after } };
}

function without(nodes: readonly Placed[], ids: ReadonlySet<string>): readonly Placed[] {
  return nodes.filter((node) => !ids.has(node.id));
}

/** same compares plain data by what it says; the order of keys does not matter. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}
