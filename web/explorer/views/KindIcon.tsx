import type { ReactElement } from "react";
import type { EntityKind } from "../model";
import { icons } from "../painting/icons";
import { kinds } from "../words";

/** The sign of a kind, as on the canvas; silent where the kind stands beside it in words. */
export function KindIcon({ kind, silent = false }: { readonly kind: EntityKind; readonly silent?: boolean }): ReactElement {
  const { solid, strokes } = icons[kind];
  return (
    <svg className={`kind ${kind.toLowerCase()}`} viewBox="0 0 24 24" {...(silent ? { "aria-hidden": true } : { role: "img", "aria-label": kinds[kind] })}>
      <path d={solid} fill="currentColor" />
      <path d={strokes} fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
