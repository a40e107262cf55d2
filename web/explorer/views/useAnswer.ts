import { useEffect, useState } from "react";
import { Refused } from "../data/client";

export interface Answer<T> {
  readonly data: T | null;
  readonly problem: Refused | null;
  /** Whether data, if there is any, answers an earlier question. */
  readonly stale: boolean;
  /** Asks once more. */
  again(): void;
}

/**
 * The answer to a question that is asked anew whenever its key is another one. Until it is there, the one before stays,
 * so that a panel does not flicker while a slider moves.
 */
export function useAnswer<T>(key: string | null, question: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<{ key: string | null; data: T | null; problem: Refused | null }>({
    key: null,
    data: null,
    problem: null,
  });
  const [attempt, setAttempt] = useState(0);
  const again = (): void => {
    setAnswer({ key: null, data: null, problem: null });
    setAttempt(attempt + 1);
  };
  useEffect(() => {
    if (key === null) return;
    const control = new AbortController();
    question(control.signal).then(
      (data) => setAnswer({ key, data, problem: null }),
      (err: unknown) => {
        if (control.signal.aborted) return;
        if (!(err instanceof Refused)) console.error(err);
        const problem = err instanceof Refused ? err : new Refused("Something went wrong in the page.", "BROKEN", null, null);
        setAnswer({ key, data: null, problem });
      },
    );
    return () => control.abort();
    // The key tells all that the question depends on.
  }, [key, attempt]);
  return key === null
    ? { data: null, problem: null, stale: false, again }
    : { data: answer.data, problem: answer.key === key ? answer.problem : null, stale: answer.key !== key, again };
}
