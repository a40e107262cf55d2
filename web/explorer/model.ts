// What the explorer knows of the graph, whatever question it came by. Ids are the graph's own.
import type { EntityKind, RelationType, Status } from "./data/operations";

export type { EntityKind, RelationType, Status };

/** An entity as it is drawn and listed. */
export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly kind: EntityKind;
  readonly summary: string | null;
  /** How many relations it has in the store, as the lens leaves them. */
  readonly degree: number;
  /** Whether the lens shows it: somebody says something of it that the lens leaves. */
  readonly visible: boolean;
  /** When it happened, was filed, announced or decided, as EDTF; null where nothing is told. */
  readonly date: string | null;
}

/** A relation as it is drawn and listed. */
export interface Relation {
  readonly id: string;
  readonly type: RelationType;
  /** In words, from the first entity to the second: "makes". */
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** Whether both ends play the same part; no arrow then. */
  readonly symmetric: boolean;
  readonly status: Status | null;
  /** How many independent origins there are at least. */
  readonly atLeast: number;
  readonly documents: number;
  /** Asserted by some and denied by others. */
  readonly contested: boolean;
  /** EDTF, or null. */
  readonly since: string | null;
  readonly until: string | null;
  /** Both in words: "from 2014 to 2019"; null if neither is told. */
  readonly when: string | null;
  /** A state of affairs that is over by the day of the lens, or by today: not what happened once, whose words tell that. */
  readonly ended: boolean;
  readonly collections: readonly string[];
}

/** How many relations of an entity are not on the canvas, of one type and direction. */
export interface Hidden {
  readonly type: RelationType;
  readonly direction: "OUT" | "IN" | "BOTH";
  readonly count: number;
}

/** How a fact differs from the lens that is compared with. */
export type Change = "gained" | "lost" | "changed";

/** What the store says of the entities on the canvas, under the present lens. */
export interface Graph {
  readonly entities: ReadonlyMap<string, Entity>;
  /** All relations among these entities, those seen only through the lens compared with included. */
  readonly relations: readonly Relation[];
  /** By entity: what is not on the canvas. */
  readonly hidden: ReadonlyMap<string, readonly Hidden[]>;
  /** By relation and entity, while two lenses are compared. */
  readonly changes: ReadonlyMap<string, Change>;
  /** Meanwhile, by relation that reads otherwise: what differs, in words. */
  readonly otherwise?: ReadonlyMap<string, readonly string[]>;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}
