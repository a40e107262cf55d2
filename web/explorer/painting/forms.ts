// The ways in which a name can be written: on one line or several, in larger letters or smaller ones.
import type { Measure } from "./pen";
import { ROW } from "./label";
import { broken, clean, widest } from "./text";

/** A way of writing a name. */
export interface Form {
  readonly rows: readonly string[];
  readonly size: number;
  readonly bold: boolean;
  readonly width: number;
  readonly height: number;
}

export interface Forms {
  /** The best. */
  readonly first: Form;
  /** For where there is little room, best first. Worked out when that is asked for. */
  readonly others: () => readonly Form[];
}

/** A hub is written larger, and bold. */
export function formsFor(name: string, hub: boolean, measure: Measure): Forms {
  const form = (size: number, letters: number, most: number): Form => {
    const rows = broken(name, letters, most);
    return { rows, size, bold: hub, width: widest(rows, measure, size, hub), height: rows.length * size * ROW };
  };
  const first = form(hub ? 13 : 12, 28, 2);
  let others: readonly Form[] | null = null;
  const narrow = (): readonly Form[] => {
    if (hub) return clean(name).length <= 18 ? [first] : [form(13, 18, 3)];
    const small = [form(SMALL, 20, 3), form(SMALL, 34, 2), form(SMALL, 14, 4)];
    return [...small, form(SMALLEST, 18, 3), form(SMALLEST, 30, 2)];
  };
  return { first, others: () => (others ??= narrow()) };
}

/** Where there is little room. */
const SMALL = 11;
const SMALLEST = 10;
