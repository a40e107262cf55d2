import type { KeyboardEvent, ReactElement, ReactNode } from "react";
import { useLayoutEffect, useRef } from "react";

const walked = "button, summary";

/**
 * Many buttons, and what unfolds more, that are one stop of the Tab key: arrow keys go from one to the next, Home and
 * End to the first and the last.
 */
export function Walked({ children }: { readonly children: ReactNode }): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const here = useRef<HTMLElement | null>(null);
  // What is folded can't take the focus.
  const buttons = (): readonly HTMLElement[] =>
    [...(frame.current?.querySelectorAll<HTMLElement>(walked) ?? [])].filter((one) => {
      const outside = one.matches("summary") ? one.parentElement!.parentElement! : one;
      return outside.closest("details:not([open])") === null;
    });
  const stop = (): void => {
    const all = buttons();
    const one = all.find((button) => button === here.current) ?? all[0];
    for (const button of all) button.tabIndex = button === one ? 0 : -1;
  };
  // Buttons come and go with what is shown.
  useLayoutEffect(stop);
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  };
  return (
    <div
      ref={frame}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (!event.target.matches(walked)) return;
        here.current = event.target;
        stop();
      }}
    >
      {children}
    </div>
  );
}
