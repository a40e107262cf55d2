// The state of the explorer: all that is on screen and that the address repeats. What the store says of it (names,
// relations, evidence) is not in here; it is asked for anew, by whoever opens the address.
import type { EntityKind, Point, RelationType, Status } from "../model";
import type { Guide, LayoutName } from "../layout/layout";

/** An entity on the canvas. Its place is in whole numbers. */
export interface Placed extends Point {
  readonly id: string;
  /** Put there by hand: layouts leave it alone. */
  readonly pinned: boolean;
}

/**
 * Something that brought entities to the canvas. An entity stays as long as something that brought it does: collapsing
 * an expansion removes just what nothing else brought.
 */
export interface Addition {
  /** The entity that was expanded; null for what was added by itself. */
  readonly of: string | null;
  /** All that it brought or found there already. */
  readonly ids: readonly string[];
}

/** The view in which everything is asked; see the directive lens of the schema. What is left out does not narrow. */
export interface Lens {
  readonly trueAt?: string;
  readonly knownAt?: string;
  readonly certain?: boolean;
  readonly collection?: string;
  readonly minOrigins?: number;
  readonly statuses?: readonly Status[];
}

export type FacetName = "kind" | "type" | "status" | "collection";
export type Shade = "dimmed" | "hidden";

/** Values that are dimmed or hidden, by facet. */
export type Shades = Readonly<Record<FacetName, Readonly<Record<string, Shade>>>>;

/** A question for paths. */
export interface PathQuestion {
  readonly ids: readonly string[];
  readonly types: readonly RelationType[];
  readonly notKinds: readonly EntityKind[];
  readonly avoid: readonly string[];
  readonly order: "SHORTEST" | "STRONGEST";
}

/** In pixels of the page. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which part of the graph the canvas shows: the point in its middle and how many pixels a unit takes. */
export interface Look extends Point {
  readonly scale: number;
  /** How large the picture was when it was looked at so: a smaller one steps back, to show as much. Left out: not known. */
  readonly size?: Size;
}

export type Panel = "evidence" | "paths" | "list" | "facets" | "history";

export interface State {
  readonly nodes: readonly Placed[];
  readonly additions: readonly Addition[];
  readonly lens: Lens;
  /** The lens that the present one is compared with; null: no comparison. */
  readonly against: Lens | null;
  readonly layout: { readonly name: LayoutName; readonly around?: string };
  /** The heads of columns, or the dates, that the layout gave. */
  readonly guides: readonly Guide[];
  /** Ids of entities and relations; the last one is what the evidence panel shows. */
  readonly selected: readonly string[];
  readonly shades: Shades;
  readonly paths: PathQuestion | null;
  readonly panel: Panel;
  readonly look: Look;
}

export const empty: State = {
  nodes: [],
  additions: [],
  lens: {},
  against: null,
  layout: { name: "force" },
  guides: [],
  selected: [],
  shades: { kind: {}, type: {}, status: {}, collection: {} },
  paths: null,
  panel: "evidence",
  look: { x: 0, y: 0, scale: 1 },
};
