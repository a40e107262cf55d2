// Which entities a result holds.

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

/** Where the explorer shows them: the first of them, if they are too many. */
export function explorerAddress(ids: readonly string[]): string {
  return `/?entities=${ids.slice(0, mostInLink).map(encodeURIComponent).join(",")}`;
}
