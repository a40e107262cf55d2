import type { ReactElement, ReactNode } from "react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Point } from "../model";
import type { Size } from "../state/state";
import { Walked } from "./Walked";

interface Props {
  readonly label: string;
  /** Where it was asked for, in the picture. */
  readonly at: Point;
  /** The picture, which it does not leave. */
  readonly room: Size;
  /** Tells whether the focus is to go back to the picture. */
  readonly close: (back: boolean) => void;
  readonly children: ReactNode;
}

/**
 * What can be done with something, beside it. It has the focus as long as it is open, and closes by Escape, when one of
 * its buttons was used, and when one turns to something else.
 */
export function Menu({ label, at, room, close, children }: Props): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(at);
  useLayoutEffect(() => {
    const { offsetWidth, offsetHeight } = box.current!;
    setPlace({
      x: Math.max(EDGE, Math.min(at.x, room.width - offsetWidth - EDGE)),
      y: Math.max(EDGE, Math.min(at.y, room.height - offsetHeight - EDGE)),
    });
  }, [at, room]);
  useEffect(() => {
    box.current!.querySelector<HTMLElement>("summary, button")?.focus({ preventScroll: true });
    const outside = (event: PointerEvent): void => {
      if (!box.current!.contains(event.target as Node)) close(false);
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, [close]);
  return (
    <div
      ref={box}
      className="menu here"
      role="group"
      aria-label={label}
      style={{ left: place.x, top: place.y, maxHeight: Math.max(Math.min(room.height - 2 * EDGE, HIGHEST), 0) }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        close(true);
      }}
      onClick={(event) => {
        if ((event.target as HTMLElement).closest("button") !== null) close(true);
      }}
      onBlur={(event) => {
        if (event.relatedTarget !== null && !box.current!.contains(event.relatedTarget)) close(false);
      }}
    >
      <Walked>{children}</Walked>
    </div>
  );
}

const EDGE = 8;
/** What does not go into it is scrolled to. */
const HIGHEST = 380;
