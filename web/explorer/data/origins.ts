// On whose word relations stand: read apart from the canvas, and only for what is listed in words.
import type { Lens } from "../state/state";
import { batches } from "./batches";
import { ask, lensVariables } from "./client";
import type { OriginsQuery } from "./operations";
import { OriginsDocument } from "./operations";

/** On whose word a relation stands. */
export interface Word {
  /** The independent origins by name. */
  readonly origins: readonly string[];
  /** Documents that say so and do not tell where they have it, by name. */
  readonly silent: readonly string[];
  /** Documents from which an analyst reads it, by name. None is told where somebody says so outright. */
  readonly inferred: readonly string[];
}

type Answer = Extract<NonNullable<OriginsQuery["nodes"][number]>, { readonly support: unknown }>;

/** A question costs about 1,100 objects for each relation. */
const batch = 100;

/** Each word by the id of its relation; what the lens does not leave is missing. */
export async function readOrigins(ids: readonly string[], lens: Lens, signal: AbortSignal): Promise<ReadonlyMap<string, Word>> {
  const words = new Map<string, Word>();
  for (const some of batches(ids, batch)) {
    const { nodes } = await ask(OriginsDocument, { ids: some, ...lensVariables(lens) }, signal);
    for (const node of nodes) if (node !== null && "support" in node) words.set(node.id, wordOf(node));
  }
  return words;
}

export function wordOf({ support, claims }: Pick<Answer, "support" | "claims">): Word {
  const explicit = claims.nodes.filter((claim) => claim.reading === "EXPLICIT");
  const documents = new Map(explicit.map(({ source }) => [source.id, source]));
  const origins = new Set(support.origins.flatMap((origin) => origin.sources.map(({ id }) => id)));
  const crediting = new Set(explicit.filter((claim) => claim.credits.length > 0).map((claim) => claim.source.id));
  // A copy has it from what it copies.
  const silent = [...documents.values()].filter(
    ({ id, derivesFrom }) => !origins.has(id) && !crediting.has(id) && !derivesFrom.some(({ source }) => documents.has(source.id)),
  );
  const read = new Map(claims.nodes.map(({ source }) => [source.id, source]));
  return {
    origins: support.origins.map((origin) => origin.name),
    silent: support.unattributed > 0 ? silent.map(nameOf) : [],
    inferred: explicit.length === 0 ? [...read.values()].map(nameOf) : [],
  };
}

/** Within a sentence: a title in quotation marks, and what stands for one without its capital. */
function nameOf({ name, title }: Answer["claims"]["nodes"][number]["source"]): string {
  return title === null ? name.replace(/^(An?|The) /, (article) => article.toLowerCase()) : `“${title}”`;
}
