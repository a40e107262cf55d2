// Reads on whose word the relations in view rest: their claims and the sources of these.
import { batches } from "../data/batches";
import { ask, lensVariables } from "../data/client";
import type { ExportClaimsQuery, ExportSourcesQuery } from "../data/operations";
import { ExportClaimsDocument, ExportOriginsDocument, ExportSourcesDocument } from "../data/operations";
import type { Lens } from "../state/state";

/** The server takes so many ids at once. */
const batch = 500;

/** The origins of so many relations are asked for at once: each can cost 32 objects of 10,000. */
const originBatch = 250;

export type ClaimAnswer = ExportClaimsQuery["claims"]["nodes"][number];
export type SourceAnswer = Extract<ExportSourcesQuery["nodes"][number], { readonly sourceKind: unknown }>;

export interface Evidence {
  /** By the id of the relation; in the order of their sources and of their places in these. */
  readonly claims: ReadonlyMap<string, readonly ClaimAnswer[]>;
  /** By the id of the relation: the sources of the independent origins whose word it is. */
  readonly origins: ReadonlyMap<string, readonly string[]>;
  /** All that the claims stand in or credit, and the origins, by id. */
  readonly sources: ReadonlyMap<string, SourceAnswer>;
}

/** Relations and the lens through which they are seen. */
export interface Seen {
  readonly relations: readonly string[];
  readonly lens: Lens;
}

/** All claims, as the lenses leave them. Claims and sources are asked for apart: so no answer costs 10,000 objects. */
export async function readEvidence(seen: readonly Seen[], signal?: AbortSignal): Promise<Evidence> {
  const claims = new Map<string, ClaimAnswer[]>();
  const origins = new Map<string, readonly string[]>();
  const named = new Set<string>();
  for (const { relations, lens } of seen) {
    for (const facts of batches(relations, originBatch)) {
      const { nodes } = await ask(ExportOriginsDocument, { facts, ...lensVariables(lens) }, signal);
      for (const node of nodes) {
        if (node === null || !("support" in node)) continue;
        origins.set(node.id, node.support.origins.flatMap((origin) => origin.sources.map((source) => source.id)));
      }
    }
    for (const facts of batches(relations, batch)) {
      for (let after: string | null = null, more = true; more; ) {
        const variables = { facts, after, ...lensVariables(lens) };
        const answer: ExportClaimsQuery = await ask(ExportClaimsDocument, variables, signal);
        for (const claim of answer.claims.nodes) {
          const others = claims.get(claim.fact.id);
          if (others === undefined) claims.set(claim.fact.id, [claim]);
          else others.push(claim);
          for (const source of [claim.source, ...claim.credits.map((credit) => credit.source)]) named.add(source.id);
        }
        after = answer.claims.pageInfo.endCursor;
        more = answer.claims.pageInfo.hasNextPage;
      }
    }
  }
  const sources = new Map<string, SourceAnswer>();
  for (const id of [...origins.values()].flat()) named.add(id);
  for (const ids of batches([...named].sort(), batch)) {
    const answer = await ask(ExportSourcesDocument, { ids }, signal);
    for (const node of answer.nodes) if (node !== null && "sourceKind" in node) sources.set(node.id, node);
  }
  return { claims, origins, sources };
}
