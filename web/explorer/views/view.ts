import type { Session, Snapshot } from "../session";

/** What every view is given. */
export interface View {
  readonly session: Session;
  readonly now: Snapshot;
}

/** The name of an entity on the canvas, or its id as long as nothing is known of it. */
export function naming({ graph }: Snapshot): (id: string) => string {
  return (id) => graph.entities.get(id)?.name ?? id;
}
