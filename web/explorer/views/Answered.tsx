import type { ReactElement, ReactNode } from "react";
import type { Answer } from "./useAnswer";

/** What an answer shows, or why there is none yet. */
export function Answered<T>({
  answer,
  children,
}: {
  readonly answer: Answer<T>;
  readonly children: (data: T) => ReactNode;
}): ReactElement {
  if (answer.problem !== null) {
    return (
      <div role="alert">
        <p>{answer.problem.message}</p>
        {answer.problem.hint !== null && <p>{answer.problem.hint}</p>}
        <button type="button" onClick={answer.again}>
          Try again
        </button>
      </div>
    );
  }
  if (answer.data === null) return <p className="small">Reading …</p>;
  return (
    <div aria-busy={answer.stale} className={answer.stale ? "stale" : undefined}>
      {children(answer.data)}
    </div>
  );
}
