import type { ReactElement } from "react";
import type { Status as Name } from "../model";
import { statuses } from "../words";

/** A status in words, with the line that stands for it on the canvas. */
export function Status({ status, contested = false }: { readonly status: Name | null; readonly contested?: boolean }): ReactElement {
  return (
    <span className={`status ${status === null ? "none" : status.toLowerCase().replace("_", "-")}`}>
      {status === null ? "nothing left through this lens" : statuses[status]}
      {contested && ", and denied"}
    </span>
  );
}
