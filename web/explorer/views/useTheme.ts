import { useSyncExternalStore } from "react";
import type { Theme } from "../painting/theme";
import { themes } from "../painting/theme";

const forced = window.matchMedia("(forced-colors: active)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** The theme that the system asks for. */
export function useTheme(): Theme {
  return useSyncExternalStore(
    (changed) => {
      forced.addEventListener("change", changed);
      dark.addEventListener("change", changed);
      return () => {
        forced.removeEventListener("change", changed);
        dark.removeEventListener("change", changed);
      };
    },
    () => (forced.matches ? themes.forced : dark.matches ? themes.dark : themes.light),
  );
}
