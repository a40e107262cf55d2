import type { ReactElement } from "react";

interface Told {
  readonly text: string;
}

/** What can't all be true, in words. */
export function Conflicts({ conflicts }: { readonly conflicts: readonly Told[] }): ReactElement | null {
  if (conflicts.length === 0) return null;
  return (
    <section className="conflicts" aria-label="Contradictions">
      <h3>What can't all be true</h3>
      <Texts told={conflicts} />
    </section>
  );
}

/** What differs and is no contradiction: of less weight, so it is folded away. */
export function Differences({ differences }: { readonly differences: readonly Told[] }): ReactElement | null {
  if (differences.length === 0) return null;
  return (
    <details>
      <summary>What differs and is no contradiction ({differences.length})</summary>
      <Texts told={differences} />
    </details>
  );
}

function Texts({ told }: { readonly told: readonly Told[] }): ReactElement {
  return (
    <ul>
      {told.map(({ text }) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
