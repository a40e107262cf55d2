import { useRef } from "react";
import { readOrigins } from "../data/origins";
import type { Relation } from "../model";
import type { Snapshot } from "../session";
import type { Lens } from "../state/state";
import { wordText } from "../words";
import type { Answer } from "./useAnswer";
import { useAnswer } from "./useAnswer";

/** On whose word relations stand, in words; null as long as it is being read. */
export type Words = (relation: Relation) => string | null;

/**
 * On whose word these relations stand, each under the lens that shows it. Only what has not been read before is asked
 * for: lists grow, and what is on the canvas changes little by little.
 */
export function useWords(now: Snapshot, relations: readonly Relation[]): { readonly words: Words; readonly answer: Answer<unknown> } {
  const { state, graph, store } = now;
  const under = JSON.stringify([store?.stats.version, state.lens, state.against]);
  const held = useRef({ under, read: new Map<string, string>() });
  if (held.current.under !== under) held.current = { under, read: new Map() };
  const { read } = held.current;
  const lensOf = (id: string): Lens => (state.against !== null && graph.changes.get(id) === "lost" ? state.against : state.lens);
  const missing = relations.map(({ id }) => id).filter((id) => !read.has(id));
  const answer = useAnswer(missing.length === 0 || !now.current ? null : JSON.stringify([under, missing]), async (signal) => {
    for (const lens of new Set(missing.map(lensOf))) {
      const ids = missing.filter((id) => lensOf(id) === lens);
      const words = await readOrigins(ids, lens, signal);
      for (const id of ids) {
        const word = words.get(id);
        read.set(id, word === undefined ? "" : wordText(word));
      }
    }
  });
  return { words: ({ id }) => read.get(id) ?? null, answer };
}
