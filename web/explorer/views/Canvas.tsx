import type { KeyboardEvent, PointerEvent, ReactElement } from "react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Point } from "../model";
import { canvasPen, measuring } from "../painting/canvas";
import type { Gesture } from "../painting/gesture";
import { begun, boxBetween, dragged, followed, pinched } from "../painting/gesture";
import { hitter } from "../painting/hit";
import { labeller } from "../painting/labels";
import { fitting, isAllWithin, isWithin, lookIn, toGraph, toPicture, zoomed } from "../painting/look";
import { paint } from "../painting/paint";
import { unmarked, withFocus, withMarks } from "../scene/build";
import { towards } from "../scene/towards";
import type { Look } from "../state/state";
import { counted, kinds, lineText, standing } from "../words";
import { Around } from "./Around";
import { Legend } from "./Legend";
import { Menu } from "./Menu";
import { rest, useLabels } from "./useLabels";
import { useSize } from "./useSize";
import { useTheme } from "./useTheme";
import { naming } from "./view";
import type { View } from "./view";

/**
 * The picture: painted on a canvas, moved by pointer, touch or keys. Looks are kept here while they change, and told to
 * the session when they rest.
 */
export function Canvas({ session, now, highlighted }: View & { readonly highlighted: ReadonlySet<string> }): ReactElement {
  const { state, graph } = now;
  const name = naming(now);
  const theme = useTheme();
  const frame = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLCanvasElement>(null);
  const size = useSize(frame);
  const [look, setLook] = useState<Look>(state.look);
  const [focused, focus] = useState<string | null>(null);
  const [gesture, setGesture] = useState<Gesture | null>(null);
  const [menu, setMenu] = useState<{ readonly id: string; readonly at: Point } | null>(null);
  const pointers = useRef(new Map<number, Point>());

  const nodes = useMemo(() => dragged(state.nodes, gesture), [state.nodes, gesture]);
  const { guides, shades, selected } = state;
  const drawn = useMemo(() => unmarked({ graph, nodes, guides, shades }), [graph, nodes, guides, shades]);
  const scene = useMemo(
    () => withMarks(drawn, { selected, focused: null, highlighted: [...highlighted] }),
    [drawn, selected, highlighted],
  );
  // What is pointed at changes with every move: it is drawn over a scene that stays as it is.
  const pointed = useMemo(() => withFocus(scene, focused), [scene, focused]);
  const place = useMemo(() => labeller(measuring(document.createElement("canvas").getContext("2d")!)), []);
  const labels = useLabels(place, scene, look.scale, gesture !== null);
  const hits = useMemo(() => hitter(scene), [scene]);

  const settle = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lookAt = (to: Look): void => {
    const next = { x: to.x, y: to.y, scale: to.scale, size };
    setLook(next);
    clearTimeout(settle.current);
    settle.current = setTimeout(() => session.perform({ do: "look", look: next }), rest);
  };
  useEffect(() => () => clearTimeout(settle.current), []);
  // What the session says of the look counts, unless a gesture has moved on meanwhile. It may have been chosen for a larger
  // picture, in another window, before a panel opened or a phone was turned: then this one steps back, and comes nearer
  // again when it has the room.
  const known = scene.nodes.length > 0;
  useLayoutEffect(() => {
    if (size.width > 0) setLook(lookIn(state.look, size, scene, place));
  }, [state.look, size, known]);

  useLayoutEffect(() => {
    const canvas = sheet.current;
    const context = canvas?.getContext("2d", { alpha: false });
    if (!canvas || !context || size.width === 0) return;
    const draw = requestAnimationFrame(() => {
      const density = window.devicePixelRatio;
      const width = Math.round(size.width * density);
      const height = Math.round(size.height * density);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
      }
      paint(pointed, canvasPen(context, size.width, size.height, density, theme.background), theme, look, labels);
    });
    return () => cancelAnimationFrame(draw);
  }, [pointed, labels, look, size, theme]);

  // New entities that lie outside of what is shown: step back so far that all are seen, as soon as all are known.
  const count = useRef(state.nodes.length);
  const arranged = useRef(now.arranged);
  const grown = useRef<"all" | "some" | null>(null);
  useEffect(() => {
    if (state.nodes.length > count.current) grown.current = count.current === 0 ? "all" : "some";
    if (now.arranged !== arranged.current) grown.current = "all";
    arranged.current = now.arranged;
    count.current = state.nodes.length;
    if (grown.current === null || !now.current || size.width === 0) return;
    if (grown.current === "all" || !isAllWithin(scene, look, size)) lookAt(fitting(scene, size, place));
    grown.current = null;
  }, [state.nodes.length, scene, size, now.current, now.arranged]);

  const at = (event: { readonly clientX: number; readonly clientY: number }): Point => {
    const box = frame.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const hit = (point: Point, touch: boolean): string | null =>
    hits.at(toGraph(look, size, point), look.scale, touch ? 12 : 4)?.id ?? null;

  /** Nearer or farther, what is in the middle staying there. */
  const zoom = (factor: number): void => lookAt(zoomed(look, size, { x: size.width / 2, y: size.height / 2 }, factor));

  const onPointerDown = (event: PointerEvent): void => {
    if (event.button > 0 || event.target !== sheet.current) return;
    const point = at(event);
    pointers.current.set(event.pointerId, point);
    frame.current!.setPointerCapture(event.pointerId);
    setMenu(null);
    const [one, two] = [...pointers.current.values()];
    if (one !== undefined && two !== undefined) {
      setGesture(pinched(one, two));
      return;
    }
    const id = hit(point, event.pointerType === "touch");
    const touched = id === null || !graph.entities.has(id) ? [] : [id];
    // One that is selected takes all that are with it.
    const nodes = touched.some((one) => state.selected.includes(one)) ? state.selected.filter((one) => graph.entities.has(one)) : touched;
    setGesture(begun(point, nodes, event.shiftKey && id === null, look, size));
  };

  const onPointerMove = (event: PointerEvent): void => {
    const point = at(event);
    if (gesture === null) {
      focus(hit(point, false));
      return;
    }
    pointers.current.set(event.pointerId, point);
    const next = followed(gesture, [...pointers.current.values()], look, size);
    if (next.look !== look) lookAt(next.look);
    if (next.gesture !== gesture) setGesture(next.gesture);
  };

  const onPointerUp = (event: PointerEvent): void => {
    if (!pointers.current.delete(event.pointerId) || gesture === null) return;
    const point = at(event);
    setGesture(null);
    switch (gesture.kind) {
      case "drag":
        if (gesture.moved) {
          const places = dragged(state.nodes, gesture).filter((node) => gesture.ids.includes(node.id));
          session.perform({ do: "move", places: Object.fromEntries(places.map(({ id, x, y }) => [id, { x, y }])) });
          return;
        }
        select(hit(point, event.pointerType === "touch"), event.shiftKey);
        return;
      case "pan":
        if (!gesture.moved) select(hit(point, event.pointerType === "touch"), event.shiftKey);
        return;
      case "box": {
        const inside = hits.within(boxBetween(toGraph(look, size, gesture.from), toGraph(look, size, gesture.to)));
        session.perform({ do: "select", ids: inside.map((node) => node.id) });
        return;
      }
      case "pinch":
        return;
    }
  };

  const select = (id: string | null, more: boolean): void => {
    if (id === null) {
      if (!more) session.perform({ do: "select", ids: [] });
      return;
    }
    const { selected } = state;
    const ids = !more ? [id] : selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id];
    session.perform({ do: "select", ids });
    if (state.panel !== "paths" || !more) session.perform({ do: "panel", panel: "evidence" });
  };

  // React listens to wheels passively, and a passive listener can't keep the page from scrolling.
  const onWheel = useRef<(event: WheelEvent) => void>(() => undefined);
  onWheel.current = (event) => {
    event.preventDefault();
    lookAt(zoomed(look, size, at(event), Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015))));
  };
  useEffect(() => {
    const listen = (event: WheelEvent): void => onWheel.current(event);
    const element = frame.current!;
    element.addEventListener("wheel", listen, { passive: false });
    return () => element.removeEventListener("wheel", listen);
  }, []);

  const here = focused !== null && graph.entities.has(focused) ? focused : (state.selected.findLast((id) => graph.entities.has(id)) ?? null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== frame.current || event.ctrlKey || event.metaKey) return;
    const done = ((): boolean => {
      const arrow = arrows[event.key];
      if (arrow !== undefined) {
        if (event.shiftKey) {
          lookAt({ ...look, x: look.x + (arrow.x * 80) / look.scale, y: look.y + (arrow.y * 80) / look.scale });
        } else if (event.altKey) {
          const node = state.nodes.find((one) => one.id === here);
          if (node === undefined) return false;
          session.perform({ do: "move", places: { [node.id]: { x: node.x + arrow.x * 20, y: node.y + arrow.y * 20 } } });
        } else {
          const next = towards(scene, here, arrow);
          if (next === null) return true;
          focus(next.id);
          if (!isWithin(next, look, size)) lookAt({ ...look, x: next.x, y: next.y });
          session.say(sayNode(next.id));
        }
        return true;
      }
      switch (event.key) {
        case "Enter":
        case " ":
          if (here !== null) select(here, event.shiftKey);
          return true;
        case "+":
        case "=":
          zoom(1.25);
          return true;
        case "-":
          zoom(0.8);
          return true;
        case "0":
          lookAt(fitting(scene, size, place));
          return true;
        case "e":
          if (here !== null) void session.expand({ of: here });
          return true;
        case "c":
          if (here !== null) session.perform({ do: "collapse", of: here });
          return true;
        case "m":
        case "ContextMenu":
          if (here !== null) openMenu(here);
          return true;
        case "Delete":
        case "Backspace": {
          const ids = state.selected.filter((id) => graph.entities.has(id));
          if (ids.length > 0) session.perform({ do: "remove", ids });
          return true;
        }
        case "Escape":
          if (menu !== null) setMenu(null);
          else session.perform({ do: "select", ids: [] });
          return true;
        default:
          return false;
      }
    })();
    if (done) event.preventDefault();
  };

  const openMenu = (id: string): void => {
    const node = scene.nodes.find((one) => one.id === id);
    if (node !== undefined) setMenu({ id, at: toPicture(look, size, node) });
  };

  /** What is pointed at, in words: its label may have found no room. */
  const tell = (id: string): string | null => {
    const entity = graph.entities.get(id);
    if (entity !== undefined) return `${entity.name}, ${kinds[entity.kind]}`;
    const relation = graph.relations.find((one) => one.id === id);
    if (relation === undefined) return null;
    return `${lineText(relation, name)} (${standing(relation)})`;
  };

  const sayNode = (id: string): string => {
    const entity = graph.entities.get(id);
    if (entity === undefined) return id;
    const shown = graph.relations.filter((relation) => relation.from === id || relation.to === id).length;
    return `${entity.name}, ${kinds[entity.kind]}, ${counted(shown, "relation", "relations")} shown.`;
  };

  const closeMenu = useCallback((back: boolean): void => {
    setMenu(null);
    if (back) frame.current?.focus();
  }, []);

  const told = focused === null || gesture !== null ? null : tell(focused);
  const picture = (
    <div
      ref={frame}
      className="canvas"
      data-look={`${look.x} ${look.y} ${look.scale}`}
      role="application"
      tabIndex={0}
      aria-label={`The picture: ${counted(scene.nodes.length, "entity", "entities")}, ${counted(scene.lines.length, "relation", "relations")}`}
      aria-describedby="canvas-keys"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        pointers.current.clear();
        setGesture(null);
      }}
      onPointerLeave={() => focus(null)}
      onDoubleClick={(event) => {
        // The frame has captured the pointer, so that it is the target and not the sheet.
        if (event.target !== sheet.current && event.target !== frame.current) return;
        const id = hit(at(event), false);
        if (id !== null && graph.entities.has(id)) void session.expand({ of: id });
      }}
      onContextMenu={(event) => {
        if (event.target !== sheet.current && event.target !== frame.current) return;
        event.preventDefault();
        const id = hit(at(event), false);
        if (id !== null && graph.entities.has(id)) setMenu({ id, at: at(event) });
      }}
      onKeyDown={onKeyDown}
    >
      <canvas ref={sheet} aria-hidden="true" />
      <p id="canvas-keys" className="unseen">
        Arrow keys go from entity to entity, Enter opens the evidence, E brings what surrounds it, M opens its menu, Delete
        removes, plus and minus zoom, Shift and arrows move the view, Alt and arrows move the entity. The list beside has the
        same as a table.
      </p>
      {gesture?.kind === "box" && <div className="box" style={boxStyle(gesture.from, gesture.to)} />}
      {menu !== null && (
        <Menu key={menu.id} label={`What can be done with ${name(menu.id)}`} at={menu.at} room={size} close={closeMenu}>
          <p>
            <b>{name(menu.id)}</b>
          </p>
          <Around session={session} now={now} id={menu.id} open />
        </Menu>
      )}
      {state.nodes.length > 0 && scene.nodes.length === 0 && now.current && graph.entities.size > 0 && (
        <div className="blank">
          <p>The facets hide {counted(state.nodes.length, "entity that is", "entities that are")} on the canvas.</p>
          <button type="button" onClick={() => session.perform({ do: "panel", panel: "facets" })}>
            Open the facets
          </button>
        </div>
      )}
    </div>
  );
  return (
    <>
      {picture}
      <div className="foot">
        {scene.nodes.length > 0 && <Legend scene={scene} theme={theme} />}
        <p className="pointed">{told}</p>
        <div className="zoom" role="group" aria-label="Zoom" hidden={state.nodes.length === 0}>
          <button type="button" aria-label="Nearer" onClick={() => zoom(1.4)}>
            +
          </button>
          <button type="button" aria-label="Farther" onClick={() => zoom(1 / 1.4)}>
            −
          </button>
          <button type="button" onClick={() => lookAt(fitting(scene, size, place))}>
            Fit
          </button>
        </div>
      </div>
    </>
  );
}

const arrows: Readonly<Record<string, Point | undefined>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function boxStyle(a: Point, b: Point): React.CSSProperties {
  const { left, top, right, bottom } = boxBetween(a, b);
  return { left, top, width: right - left, height: bottom - top };
}
