import type { Session, Snapshot } from "../session";

/** What every view is given. */
export interface View {
  readonly session: Session;
  readonly now: Snapshot;
}

/** The name of an entity that is or was on the canvas, or its id as long as nothing is known of it. */
export function naming({ graph, names }: Snapshot): (id: string) => string {
  return (id) => graph.entities.get(id)?.name ?? names.get(id) ?? id;
}

/** Puts the focus on the picture: for what goes away when it is pressed, and leads there. */
export function focusPicture(): void {
  document.querySelector<HTMLElement>(".canvas")?.focus();
}
