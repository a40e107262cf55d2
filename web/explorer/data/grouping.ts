// Puts the claims on a fact in the order in which evidence is read: under the origin whose word they are, copies folded
// under what they copy, denials and replies beside what they answer, and what was out first before what came later.
import { spanOf } from "../layout/edtf";
import type { ClaimPartsFragment } from "./operations";

/** What this needs of a claim. */
export type Told = Pick<ClaimPartsFragment, "id" | "stance"> & {
  readonly answers: readonly { readonly id: string }[];
  readonly credits: readonly { readonly source: { readonly id: string } }[];
  readonly source: Pick<ClaimPartsFragment["source"], "id" | "published" | "derivesFrom">;
};

export interface Origin {
  readonly name: string;
  readonly sources: readonly { readonly id: string }[];
}

export interface ToldOnce<C extends Told> {
  readonly claim: C;
  /** Claims of copies, translations and digests of its document. */
  readonly copies: readonly C[];
  /** Denials and the like that answer it or one of its copies. */
  readonly replies: readonly C[];
}

export type Heading =
  | { readonly kind: "origin"; readonly name: string; readonly sources: readonly string[] }
  /** Credited, but no named origin of the fact: the credit leads on. */
  | { readonly kind: "byWayOf"; readonly source: string }
  /** Says so without saying where it has it. */
  | { readonly kind: "unattributed" }
  /** Denials and the like that answer none of the claims that say so. */
  | { readonly kind: "against" };

export interface Group<C extends Told> {
  readonly heading: Heading;
  readonly claims: readonly ToldOnce<C>[];
}

/** Every claim stands in just one place. What speaks against the fact comes first, then origins in their order, what leads on, and unattributed. */
export function group<C extends Told>(told: readonly C[], origins: readonly Origin[]): readonly Group<C>[] {
  const claims = told.toSorted((a, b) => out(a) - out(b));
  const ids = new Set(claims.filter((claim) => claim.stance === "ASSERTS").map((claim) => claim.id));
  const replies = claims.filter((claim) => claim.stance !== "ASSERTS" && claim.answers.some(({ id }) => ids.has(id)));
  const replying = new Set(replies.map((claim) => claim.id));
  const answered = new Set<C>();
  const groups = new Map<string, { heading: Heading; claims: C[] }>();
  for (const origin of origins) {
    const sources = origin.sources.map((source) => source.id);
    groups.set(`origin ${sources.join(" ")}`, { heading: { kind: "origin", name: origin.name, sources }, claims: [] });
  }
  const leading: string[] = [...groups.keys()];
  for (const claim of claims) {
    if (replying.has(claim.id)) continue;
    const [key, heading] = place(claim, claims, leading, groups);
    const into = groups.get(key);
    if (into === undefined) groups.set(key, { heading, claims: [claim] });
    else into.claims.push(claim);
  }
  const order = ["against", "origin", "byWayOf", "unattributed"];
  return [...groups.values()]
    .filter(({ claims }) => claims.length > 0)
    .toSorted((a, b) => order.indexOf(a.heading.kind) - order.indexOf(b.heading.kind))
    .map(({ heading, claims }) => ({ heading, claims: fold(claims, replies, answered) }));
}

/** The day by which the document was out for sure; what is not dated comes last. */
function out({ source }: Told): number {
  return (source.published === null ? null : spanOf(source.published)?.last) ?? Number.MAX_SAFE_INTEGER;
}

function place<C extends Told>(
  claim: C,
  claims: readonly C[],
  leading: readonly string[],
  groups: ReadonlyMap<string, { readonly heading: Heading }>,
): [string, Heading] {
  if (claim.stance !== "ASSERTS") return ["against", { kind: "against" }];
  const led = leadsTo(claim, claims);
  for (const key of leading) {
    const heading = groups.get(key)!.heading;
    if (heading.kind === "origin" && heading.sources.some((source) => led.has(source))) return [key, heading];
  }
  const [credit] = claim.credits;
  if (credit === undefined) return ["unattributed", { kind: "unattributed" }];
  return [`by way of ${credit.source.id}`, { kind: "byWayOf", source: credit.source.id }];
}

/** The sources of whose word a claim is: credits and copies are followed as far as claims on the same fact tell of more. */
function leadsTo<C extends Told>(claim: C, claims: readonly C[]): ReadonlySet<string> {
  const found = new Set([claim.source.id]);
  const follow = ({ credits, source }: C): void => {
    for (const { source: next } of [...credits, ...source.derivesFrom]) {
      if (found.has(next.id)) continue;
      found.add(next.id);
      for (const one of claims) if (one.source.id === next.id && one.stance === claim.stance) follow(one);
    }
  };
  follow(claim);
  return found;
}

/**
 * The claims of a group whose documents copy another's of the group stand under that one's. A reply stands beside the
 * first that it answers.
 */
function fold<C extends Told>(claims: readonly C[], replies: readonly C[], answered: Set<C>): readonly ToldOnce<C>[] {
  const bySource = new Map(claims.map((claim) => [claim.source.id, claim]));
  const parentOf = (claim: C): C | undefined =>
    claim.source.derivesFrom.map(({ source }) => bySource.get(source.id)).find((found) => found !== undefined && found !== claim);
  const rootOf = (claim: C): C => {
    const line = [claim];
    for (let parent = parentOf(claim); parent !== undefined; parent = parentOf(parent)) {
      const circle = line.indexOf(parent);
      // Who copies whom in a circle can't be told: the first one stands for all.
      if (circle >= 0) return claims.find((one) => line.indexOf(one) >= circle) ?? claim;
      line.push(parent);
    }
    return line.at(-1) ?? claim;
  };
  const copies = new Map<C, C[]>();
  for (const claim of claims) {
    const root = rootOf(claim);
    const under = copies.get(root) ?? [];
    copies.set(root, root === claim ? under : [...under, claim]);
  }
  return [...copies].map(([claim, under]) => {
    const told = new Set([claim.id, ...under.map((copy) => copy.id)]);
    const own = replies.filter((reply) => !answered.has(reply) && reply.answers.some(({ id }) => told.has(id)));
    for (const reply of own) answered.add(reply);
    return { claim, copies: under, replies: own };
  });
}
