import { useEffect, useMemo, useRef, useState } from "react";
import type { Labeller, Labels } from "../painting/labels";
import type { Scene } from "../scene/scene";

/** So long nothing moves until a look counts and labels find new places, in milliseconds. */
export const rest = 160;

/** Labels for the scene. While it moves they stay where they were; their places are found anew when it rests. */
export function useLabels(place: Labeller, scene: Scene, scale: number, moving: boolean): Labels {
  const [at, setAt] = useState(scale);
  useEffect(() => {
    if (at === scale) return;
    const timer = setTimeout(() => setAt(scale), rest);
    return () => clearTimeout(timer);
  }, [scale, at]);
  const last = useRef<Labels>({ scale, names: [], words: [] });
  return useMemo(() => (moving ? last.current : (last.current = place(scene, at))), [scene, at, moving, place]);
}
