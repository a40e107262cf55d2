import type { ReactElement, ReactNode } from "react";
import type { SourcePartsFragment } from "../data/operations";
import type { Opener } from "./Evidence";

/** A source by its name, which opens it, and below it what else is told: who published it and when, if the name does not say so. */
export function SourceLine({
  source,
  more = [],
  open,
}: { readonly source: SourcePartsFragment; readonly more?: readonly (string | null)[] } & Opener): ReactElement {
  const about = [...aboutSource(source), ...more].filter((part) => part !== null && part !== "");
  return (
    <>
      <button type="button" className="fact" onClick={() => open(source.id)}>
        {source.name}
      </button>
      {about.length > 0 && <span className="about">{about.join(", ")}</span>}
    </>
  );
}

/** Who published a source and when; nothing, if its name says so. */
export function aboutSource({ title, publishers, when }: SourcePartsFragment): readonly (string | null)[] {
  return title === null ? [] : [publishers.map((publisher) => publisher.name).join(", "), when];
}

/** What can be opened, one after the other: "A; B". */
export function links(all: readonly { readonly id: string; readonly name: string }[], open: Opener["open"]): ReactNode {
  return all.map(({ id, name }, i) => (
    <span key={id}>
      {i > 0 && "; "}
      <button type="button" className="fact" onClick={() => open(id)}>
        {name}
      </button>
    </span>
  ));
}
