// Which entities a result holds, and through which lens they are seen.

const ofOtherRecords = /^(relation|property|claim|source):/;

/** The most that a link to the explorer names. */
export const mostInLink = 50;

/** The ids of the entities in an answer, each once, in order of appearance. An entity is an object with an id that is none of another record. */
export function entitiesIn(answer: unknown): readonly string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) {
      value.forEach(look);
    } else if (typeof value === "object" && value !== null) {
      if ("id" in value && typeof value.id === "string" && !ofOtherRecords.test(value.id)) found.add(value.id);
      Object.values(value).forEach(look);
    }
  };
  look(typeof answer === "object" && answer !== null && "data" in answer ? answer.data : undefined);
  return [...found];
}

/** The parts of a lens that the explorer has as well; its address calls them the same. */
const shared: readonly string[] = ["trueAt", "knownAt", "certain", "collection", "minOrigins", "statuses"];

/** A lens as an answer repeats it, in its extensions. */
export interface Lens {
  /** What the explorer has as well, as its address tells it. */
  readonly told: readonly (readonly [name: string, value: string])[];
  /** Names of what it has not. */
  readonly left: readonly string[];
}

export function lensIn(answer: unknown): Lens {
  const { extensions } = (typeof answer === "object" && answer !== null ? answer : {}) as { readonly extensions?: { readonly lens?: unknown } };
  const given = Object.entries((extensions?.lens ?? {}) as Readonly<Record<string, unknown>>);
  return {
    told: given.filter(([name]) => shared.includes(name)).map(([name, value]) => [name, String(value)]),
    left: given.map(([name]) => name).filter((name) => !shared.includes(name)),
  };
}

/** Where the explorer shows entities through a lens: the first of them, if they are too many. */
export function explorerAddress(ids: readonly string[], { told }: Lens): string {
  const lens = told.map(([name, value]) => `&${name}=${value.split(",").map(encodeURIComponent).join(",")}`);
  return `/?entities=${ids.slice(0, mostInLink).map(encodeURIComponent).join(",")}${lens.join("")}`;
}
