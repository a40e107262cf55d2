// How entities are connected: paths between two, or the smallest set that joins more.
import type { Lens, PathQuestion } from "../state/state";
import { ask, lensVariables, Refused, unknown } from "./client";
import type { BetweenQuery, PathsQuery } from "./operations";
import { BetweenDocument, KnownDocument, PathsDocument } from "./operations";

export type PathAnswer =
  | { readonly kind: "paths"; readonly paths: PathsQuery["paths"] }
  | { readonly kind: "between"; readonly between: BetweenQuery["between"] };

/** So many paths are listed at most. */
const most = 8;

export async function readPaths(question: PathQuestion, lens: Lens, signal: AbortSignal): Promise<PathAnswer> {
  try {
    return await askPaths(question, lens, signal);
  } catch (err) {
    if (!(err instanceof Refused) || err.code !== "BAD_REQUEST") throw err;
    // Of an address, whose ids may be anybody's: what is wrong is told in its words.
    const { nodes } = await ask(KnownDocument, { ids: question.ids }, signal);
    const known = new Set(nodes.map((node) => node?.id));
    const missing = question.ids.filter((id) => !known.has(id));
    throw missing.length === 0 ? err : unknown(missing);
  }
}

async function askPaths(question: PathQuestion, lens: Lens, signal: AbortSignal): Promise<PathAnswer> {
  const where = { types: question.types, notKinds: question.notKinds, avoid: question.avoid };
  const [from, to, ...more] = question.ids;
  if (from === undefined || to === undefined) throw new Error("a path has two ends");
  if (more.length > 0) {
    const answer = await ask(BetweenDocument, { ids: question.ids, where, ...lensVariables(lens) }, signal);
    return { kind: "between", between: answer.between };
  }
  const variables = { from: [from], to: [to], first: most, where, order: question.order, ...lensVariables(lens) };
  return { kind: "paths", paths: (await ask(PathsDocument, variables, signal)).paths };
}

/** The ids of all entities of an answer. */
export function pathEntities(answer: PathAnswer): readonly string[] {
  return answer.kind === "paths"
    ? answer.paths.nodes.flatMap((path) => path.steps.map((step) => step.entity.id))
    : answer.between.entities.map((entity) => entity.id);
}

type Path = PathsQuery["paths"]["nodes"][number];

/** The relations of the steps that stand as weakly as the weakest one; none, if no step is weaker than another. */
export function weakest({ steps, weakest }: Path): ReadonlySet<string> {
  const relations = steps.flatMap(({ relation }) => (relation === null ? [] : [relation]));
  const standing = (id: string): string => {
    const { status, atLeast } = relations.find((relation) => relation.id === id)!.support;
    return `${status} ${atLeast}`;
  };
  const weak = relations.filter(({ id }) => standing(id) === standing(weakest.id)).map(({ id }) => id);
  return new Set(weak.length === relations.length ? [] : weak);
}
