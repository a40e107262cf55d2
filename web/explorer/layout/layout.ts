// Layouts give each entity its place. Same input, same places: nothing here is random, and nothing depends on the order
// of the nodes and lines in a request, for they are put in the order of their ids first. Nothing depends on the machine
// either: layouts calculate with +, -, *, / and square roots alone, which IEEE 754 defines to the last bit. Math.sin,
// Math.log, ** and their like may differ from one browser to the next, and are not used. Places are whole numbers,
// so that an address can repeat them.
import type { EntityKind, Point, RelationType } from "../model";

export type LayoutName = "force" | "layered" | "radial" | "role" | "timeline";

export interface LayoutNode {
  readonly id: string;
  readonly kind: EntityKind;
  /** EDTF, or null. */
  readonly date: string | null;
  /** How many its name has, for which there is to be room. */
  readonly letters: number;
}

export interface LayoutLine {
  readonly id: string;
  readonly type: RelationType;
  readonly from: string;
  readonly to: string;
  /** EDTF, or null. */
  readonly since: string | null;
  readonly until: string | null;
}

export interface LayoutRequest {
  readonly name: LayoutName;
  /** With distinct ids. */
  readonly nodes: readonly LayoutNode[];
  /** Those with an end that is no node are left aside. */
  readonly lines: readonly LayoutLine[];
  /** Of radial: the entity in the middle. Left out: the one with the most lines. */
  readonly around?: string;
  /** Places that must stay as they are. The others are fitted in around them. */
  readonly fixed: Readonly<Record<string, Point>>;
}

/** A place for every node of the request. */
export type Places = Readonly<Record<string, Point>>;

/** A heading for what lies at x: the title of a column, a date. */
export interface Guide {
  readonly x: number;
  readonly text: string;
}

export interface Layout {
  readonly places: Places;
  /** From left to right; none where x has no meaning. */
  readonly guides: readonly Guide[];
}
