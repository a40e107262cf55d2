// Paints a graph of 2,000 nodes and 4,000 lines while it is moved and zoomed, and tells how fast. Not part of the
// program: node build.mjs --bench --out FOLDER builds it, and tests/speed.spec.ts runs it.
import type { Entity, EntityKind, Graph, Relation, Status } from "../model";
import { canvasPen, measuring } from "../painting/canvas";
import { labeller } from "../painting/labels";
import { fitting, panned, zoomed } from "../painting/look";
import { paint } from "../painting/paint";
import { light } from "../painting/theme";
import { buildScene } from "../scene/build";
import { kinds, statuses } from "../words";
import type { Look, Placed } from "../state/state";

/** Frames a second, and the slowest frame but for one in twenty, in milliseconds. */
export interface Pace {
  readonly frames: number;
  readonly slow: number;
}

export interface Speed {
  /** From the graph to a painted canvas, texts measured for the first time, in milliseconds. */
  readonly first: number;
  /** Everything is in the picture, and is moved. */
  readonly panFar: Pace;
  /** From everything to a few nodes, and back. */
  readonly zoom: Pace;
  /** Names and words can be read. */
  readonly panNear: Pace;
}

declare global {
  interface Window {
    measureSpeed: () => Promise<Speed>;
  }
}

const NODES = 2000;
const LINES = 4000;
const FRAMES = 90;

window.measureSpeed = async () => {
  const { graph, placed } = made();
  const canvas = document.querySelector("canvas")!;
  const size = { width: innerWidth, height: innerHeight };
  const density = devicePixelRatio;
  canvas.width = size.width * density;
  canvas.height = size.height * density;
  canvas.style.width = `${size.width}px`;
  const context = canvas.getContext("2d", { alpha: false })!;

  const begun = performance.now();
  const shades = { kind: {}, type: {}, status: {}, collection: {} };
  const scene = buildScene({ graph, nodes: placed, guides: [], shades, selected: [], focused: null, highlighted: [] });
  const label = labeller(measuring(context));
  let labels = label(scene, fitting(scene, size, label).scale);
  const show = (look: Look) => {
    const pen = canvasPen(context, size.width, size.height, density, light.background);
    paint(scene, pen, light, look, labels);
  };
  const all = fitting(scene, size, label);
  show(all);
  await frame();
  // The frame after the one that was painted for begins when that one is on screen.
  await frame();
  const first = performance.now() - begun;

  const middle = { x: size.width / 2, y: size.height / 2 };
  const around = (look: Look) => (share: number) =>
    panned(look, middle, {
      x: middle.x + 150 * Math.sin(2 * Math.PI * share),
      y: middle.y + 100 * Math.sin(4 * Math.PI * share),
    });
  // As the explorer does: names keep their places while the scale changes, and get new ones when it rests.
  const rest = (look: Look) => {
    labels = label(scene, look.scale);
    return look;
  };
  const nearer = (share: number) => zoomed(all, size, middle, 12 ** (1 - Math.abs(2 * share - 1)));
  return {
    first,
    panFar: await pace(show, around(all)),
    zoom: await pace(show, nearer),
    panNear: await pace(show, around(rest({ ...all, scale: 1 }))),
  };
};

function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

async function pace(show: (look: Look) => void, lookAt: (share: number) => Look): Promise<Pace> {
  const times: number[] = [];
  let before = await frame();
  for (let i = 1; i <= FRAMES; i++) {
    show(lookAt(i / FRAMES));
    const now = await frame();
    times.push(now - before);
    before = now;
  }
  const whole = times.reduce((sum, time) => sum + time, 0);
  times.sort((a, b) => a - b);
  return { frames: (1000 * FRAMES) / whole, slow: times[Math.floor(FRAMES * 0.95)]! };
}

/** Forty clusters around hubs, lines of every status, the same each time. */
function made(): { graph: Graph; placed: Placed[] } {
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const kindNames = Object.keys(kinds) as EntityKind[];
  const statusNames = Object.keys(statuses) as Status[];
  const cluster = (i: number) => i % 40;
  const degrees = new Map<string, number>();
  const relations: Relation[] = [];
  for (let i = 0; i < LINES; i++) {
    const from = Math.floor(random() * NODES);
    const near = random() < 0.85;
    // Small numbers are hubs.
    const rank = Math.floor(random() ** 3 * (NODES / 40));
    const to = near ? rank * 40 + cluster(from) : Math.floor(random() * NODES);
    for (const end of [from, to]) degrees.set(`e${end}`, (degrees.get(`e${end}`) ?? 0) + 1);
    relations.push({
      id: `r${i}`,
      type: "ASSOCIATED_WITH",
      label: "is associated with",
      from: `e${from}`,
      to: `e${to}`,
      symmetric: i % 5 === 0,
      // About as the data that the program comes with: most of it is stated, by one origin.
      status: i % 4 > 0 ? "STATED" : statusNames[(i / 4) % statusNames.length]!,
      atLeast: i % 6 > 0 ? 1 : 1 + ((i / 6) % 5),
      documents: 1,
      collections: [],
      contested: i % 50 === 0,
      since: null,
      until: null,
      when: null,
      ended: false,
    });
  }
  const entities = new Map<string, Entity>();
  const placed: Placed[] = [];
  for (let i = 0; i < NODES; i++) {
    const id = `e${i}`;
    const kind = kindNames[i % kindNames.length]!;
    const degree = degrees.get(id) ?? 0;
    entities.set(id, { id, name: `${kinds[kind]} number ${i} of the graph`, kind, summary: null, degree, date: null, visible: true });
    const angle = i * 2.399963;
    const out = 70 * Math.sqrt(Math.floor(i / 40));
    const hub = 560 * Math.sqrt(cluster(i));
    const x = hub * Math.cos(cluster(i) * 2.399963) + out * Math.cos(angle);
    const y = hub * 0.65 * Math.sin(cluster(i) * 2.399963) + out * Math.sin(angle);
    placed.push({ id, x: Math.round(x), y: Math.round(y), pinned: false });
  }
  const hidden = new Map([...entities.keys()].map((id) => [id, [{ type: "MAKES", direction: "OUT", count: 3 } as const]]));
  return { graph: { entities, relations, hidden, changes: new Map() }, placed };
}
