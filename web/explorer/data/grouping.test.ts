import assert from "node:assert/strict";
import { test } from "node:test";
import type { Told } from "./grouping";
import { group } from "./grouping";

interface Given {
  readonly source?: string;
  readonly published?: string;
  readonly stance?: Told["stance"];
  readonly credits?: readonly string[];
  readonly copies?: readonly string[];
  readonly answers?: readonly string[];
}

function claim(id: string, given: Given = {}): Told {
  return {
    id,
    stance: given.stance ?? "ASSERTS",
    credits: (given.credits ?? []).map((source) => ({ source: { id: source } })),
    answers: (given.answers ?? []).map((answered) => ({ id: answered })),
    source: {
      id: given.source ?? `source of ${id}`,
      published: given.published ?? null,
      derivesFrom: (given.copies ?? []).map((source) => ({ how: "COPY", basis: "DECLARED", source: { id: source } })),
    },
  };
}

const origin = (name: string, ...sources: string[]) => ({ name, sources: sources.map((id) => ({ id })) });

/** One line a claim: copies after "=", replies after "!". */
function lines(claims: readonly Told[], ...origins: ReturnType<typeof origin>[]): readonly string[] {
  return group(claims, origins).flatMap(({ heading, claims }) => {
    const head = heading.kind === "origin" ? heading.name : heading.kind === "byWayOf" ? `by way of ${heading.source}` : heading.kind;
    return claims.map(({ claim, copies, replies }) =>
      [`${head}: ${claim.id}`, ...copies.map((copy) => `=${copy.id}`), ...replies.map((reply) => `!${reply.id}`)].join(" "),
    );
  });
}

test("claims stand under the origin that they are or credit", () => {
  const claims = [claim("a", { source: "paper" }), claim("b", { credits: ["paper"] }), claim("c")];
  assert.deepEqual(lines(claims, origin("the paper", "paper")), ["the paper: a", "the paper: b", "unattributed: c"]);
});

test("credits and copies are followed to the end, but not to what else a document tells", () => {
  const claims = [
    claim("a", { source: "statement", credits: ["ministry"] }),
    claim("b", { source: "reprint", credits: ["statement"], copies: ["statement"] }),
    claim("c", { source: "reprint" }),
    claim("d", { credits: ["reprint"] }),
  ];
  assert.deepEqual(lines(claims, origin("the ministry", "ministry")), ["the ministry: a =b", "the ministry: d", "unattributed: c"]);
});

test("copies are folded under what they copy, also copies of copies", () => {
  const claims = [
    claim("third", { source: "3", copies: ["2"], credits: ["paper"] }),
    claim("first", { source: "1", credits: ["paper"] }),
    claim("second", { source: "2", copies: ["1"], credits: ["paper"] }),
  ];
  assert.deepEqual(lines(claims, origin("the paper", "paper")), ["the paper: first =third =second"]);
});

test("circles of copies lose nobody", () => {
  const claims = [claim("a", { source: "1", copies: ["2"] }), claim("b", { source: "2", copies: ["1"] })];
  const told = group(claims, []).flatMap(({ claims }) => claims.flatMap((once) => [once.claim, ...once.copies]));
  assert.deepEqual(told.map(({ id }) => id).toSorted(), ["a", "b"]);
});

test("a denial stands beside what it answers, or before all", () => {
  const claims = [
    claim("a"),
    claim("no", { stance: "DENIES", answers: ["a"] }),
    claim("silent", { stance: "SILENT" }),
    claim("elsewhere", { stance: "DENIES", answers: ["not on this fact"] }),
  ];
  assert.deepEqual(lines(claims), ["against: silent", "against: elsewhere", "unattributed: a !no"]);
});

test("what answers a copy is told once, beside its original", () => {
  const claims = [
    claim("a", { source: "1" }),
    claim("b", { source: "2", copies: ["1"] }),
    claim("no", { stance: "DENIES", answers: ["a", "b"] }),
  ];
  assert.deepEqual(lines(claims), ["unattributed: a =b !no"]);
});

test("a credit that leads on is named", () => {
  assert.deepEqual(lines([claim("a", { credits: ["agency"] })], origin("the court", "court")), ["by way of agency: a"]);
});

test("of random claims each stands in just one place", () => {
  let seed = 7;
  const roll = (n: number): number => (seed = (seed * 48271) % 2147483647) % n;
  for (let round = 0; round < 2000; round++) {
    const claims = Array.from({ length: 1 + roll(8) }, (_, i) =>
      claim(`c${i}`, {
        source: `s${roll(6)}`,
        stance: (["ASSERTS", "ASSERTS", "DENIES", "SILENT"] as const)[roll(4)]!,
        credits: Array.from({ length: roll(3) }, () => `s${roll(6)}`),
        copies: Array.from({ length: roll(2) }, () => `s${roll(6)}`),
        answers: Array.from({ length: roll(3) }, () => `c${roll(9)}`),
      }),
    );
    const told = group(claims, [origin("one", "s0", "s1"), origin("two", "s2")]).flatMap(({ claims }) =>
      claims.flatMap((once) => [once.claim, ...once.copies, ...once.replies]),
    );
    const missing = claims.filter((one) => !told.includes(one));
    assert.equal(new Set(told).size, told.length, "nobody twice");
    // A reply to a reply has nothing to stand beside.
    assert.deepEqual(missing, [], JSON.stringify(claims));
  }
});

test("what was out first comes first, and what is not dated last; a document's claims stay in their order", () => {
  const claims = [
    claim("undated"),
    claim("later", { published: "2021-11-25/2021-11-28" }),
    claim("first", { source: "paper", published: "2021-11-25" }),
    claim("second", { source: "paper", published: "2021-11-25" }),
  ];
  assert.deepEqual(lines(claims), ["unattributed: first", "unattributed: second", "unattributed: later", "unattributed: undated"]);
});
