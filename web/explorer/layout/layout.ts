// Layouts give each entity its place. Same input, same places: nothing here is random, nothing depends on the
// order in which a map was filled or on the machine. Places are whole numbers, so that an address can repeat them.
import type { EntityKind, Point, RelationType } from "../model";

export type LayoutName = "force" | "layered" | "radial" | "role" | "timeline";

export interface LayoutNode {
  readonly id: string;
  readonly kind: EntityKind;
  /** EDTF, or null. */
  readonly date: string | null;
}

export interface LayoutLine {
  readonly id: string;
  readonly type: RelationType;
  readonly from: string;
  readonly to: string;
  readonly since: string | null;
  readonly until: string | null;
}

export interface LayoutRequest {
  readonly name: LayoutName;
  readonly nodes: readonly LayoutNode[];
  readonly lines: readonly LayoutLine[];
  /** Of radial: the entity in the middle. Left out: the one with the most lines. */
  readonly around?: string;
  /** Places that must stay as they are. The others are fitted in around them. */
  readonly fixed: Readonly<Record<string, Point>>;
}

/** A place for every node of the request. */
export type Places = Readonly<Record<string, Point>>;
