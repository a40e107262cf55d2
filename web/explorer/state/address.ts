// The address of the page holds the whole state, so that whoever opens it sees the same. It is the state as JSON,
// packed (deflate, RFC 1951) and in letters that an address may have (base64url, RFC 4648). What comes in an address
// or a stored chart may be anything: it is read strictly, within bounds.
import type { EntityKind, RelationType, Status } from "../model";
import type { Guide, LayoutName } from "../layout/layout";
import type { Addition, FacetName, Lens, Look, PathQuestion, Panel, Placed, Shade, State } from "./state";
import { empty } from "./state";

/** More entities than this are never on the canvas. */
export const mostNodes = 2000;

/** A packed state of more bytes than this, or one that unpacks to more, is not read. */
const mostPacked = 512 << 10;
const mostText = 4 << 20;

/** A place further out than this is a mistake. */
const farthest = 1e7;

export class BadChart extends Error {}

/** The state as a text that a chart is stored as. Equal states give equal texts. */
export function write(state: State): string {
  return JSON.stringify({
    version: 1,
    nodes: state.nodes.map((node) => (node.pinned ? [node.id, node.x, node.y, 1] : [node.id, node.x, node.y])),
    additions: state.additions.map((a) => [a.of, a.ids]),
    lens: sorted(state.lens),
    against: state.against === null ? null : sorted(state.against),
    layout: sorted(state.layout),
    guides: state.guides.map((guide) => [guide.x, guide.text]),
    selected: state.selected,
    shades: Object.fromEntries(Object.entries(state.shades).map(([facet, values]) => [facet, sorted(values)])),
    paths: state.paths === null ? null : sorted(state.paths),
    panel: state.panel,
    look: lookList(state.look),
  });
}

/** Places of looks have a digit behind the point: closest up that is less than a pixel. */
function lookList({ x, y, scale, size }: Look): readonly number[] {
  const rounded = [Math.round(x * 10) / 10, Math.round(y * 10) / 10, Number(scale.toPrecision(5))];
  return size === undefined ? rounded : [...rounded, Math.round(size.width), Math.round(size.height)];
}

function sorted(record: object): object {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The state that a text tells; throws BadChart with a sentence about what is wrong. */
export function read(text: string): State {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new BadChart("The chart is not JSON.");
  }
  const chart = fields(json, "The chart");
  if (chart["version"] !== 1) throw new BadChart("The chart was made by another version of the explorer.");
  const nodes = list(chart["nodes"], "nodes", mostNodes).map(placed);
  if (new Set(nodes.map((node) => node.id)).size !== nodes.length) throw new BadChart("The chart has an entity twice.");
  const shades = fields(chart["shades"] ?? {}, "shades");
  return {
    nodes,
    additions: list(chart["additions"], "additions", 10_000).map(addition),
    lens: readLens(chart["lens"]),
    against: chart["against"] === null ? null : readLens(chart["against"]),
    layout: layout(chart["layout"]),
    guides: list(chart["guides"], "guides", 1000).map(guide),
    selected: ids(chart["selected"], "selected"),
    shades: {
      kind: shadesOf(shades["kind"]),
      type: shadesOf(shades["type"]),
      status: shadesOf(shades["status"]),
      collection: shadesOf(shades["collection"]),
    } satisfies Record<FacetName, unknown>,
    paths: chart["paths"] === null ? null : paths(chart["paths"]),
    panel: oneOf<Panel>(chart["panel"], ["evidence", "paths", "list", "facets", "history"], "panel"),
    look: look(chart["look"]),
  };
}

/** The state in letters that an address may have. */
export async function pack(state: State): Promise<string> {
  const packed = await through(new Blob([write(state)]).stream().pipeThrough(new CompressionStream("deflate-raw")), mostText);
  let letters = "";
  for (let i = 0; i < packed.length; i += 0x8000) letters += String.fromCharCode(...packed.subarray(i, i + 0x8000));
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The state that was packed; throws BadChart with a sentence about what is wrong. */
export async function unpack(packed: string): Promise<State> {
  if (packed.length > (mostPacked * 4) / 3) throw new BadChart("The address is too long.");
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  } catch {
    throw new BadChart("The address is cut off or has letters that none of ours has.");
  }
  let text: Uint8Array;
  try {
    text = await through(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")), mostText);
  } catch (err) {
    if (err instanceof BadChart) throw err;
    throw new BadChart("The address is cut off or was changed on its way.");
  }
  return read(new TextDecoder().decode(text));
}

async function through(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new BadChart("The chart is too large.");
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// What follows reads one thing each.

function fields(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new BadChart(`${what}: an object was expected.`);
  }
  return value as Record<string, unknown>;
}

function list(value: unknown, what: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new BadChart(`${what}: a list was expected.`);
  if (value.length > most) throw new BadChart(`${what}: more than ${most.toLocaleString("en")}.`);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string" || value === "" || value.length > 500) throw new BadChart(`${what}: a short text was expected.`);
  return value;
}

function number(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) > farthest) {
    throw new BadChart(`${what}: a number was expected.`);
  }
  return value;
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], what: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new BadChart(`${what}: one of ${allowed.join(", ")} was expected.`);
  return found;
}

function ids(value: unknown, what: string): readonly string[] {
  return list(value, what, 10_000).map((id) => text(id, what));
}

/** The names of the schema's closed lists; the server says which there are. */
function names<T extends string>(value: unknown, what: string): readonly T[] {
  return list(value, what, 100).map((name) => {
    const word = text(name, what);
    if (!/^[A-Z_]+$/.test(word)) throw new BadChart(`${what}: ${word} is no name.`);
    return word as T;
  });
}

function placed(value: unknown): Placed {
  const [id, x, y, pinned] = list(value, "A node", 4);
  return {
    id: text(id, "A node's id"),
    x: Math.round(number(x, "A node's x")),
    y: Math.round(number(y, "A node's y")),
    pinned: pinned === 1,
  };
}

function addition(value: unknown): Addition {
  const [of, brought] = list(value, "An addition", 2);
  return { of: of === null ? null : text(of, "An addition"), ids: ids(brought, "An addition") };
}

/** The lens that somebody gives; throws BadChart with a sentence about what is wrong. */
export function readLens(value: unknown): Lens {
  const given = fields(value, "lens");
  const day = (key: string): string => {
    const found = text(given[key], key);
    const date = new Date(`${found}T00:00:00Z`);
    if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(`${found}T`)) throw new BadChart(`${key} is one day, such as 2021-11-25, not ${found}.`);
    return found;
  };
  return {
    ...(given["trueAt"] === undefined ? {} : { trueAt: day("trueAt") }),
    ...(given["knownAt"] === undefined ? {} : { knownAt: day("knownAt") }),
    ...(given["certain"] === undefined ? {} : { certain: given["certain"] === true }),
    ...(given["collection"] === undefined ? {} : { collection: text(given["collection"], "collection") }),
    ...(given["minOrigins"] === undefined ? {} : { minOrigins: Math.round(number(given["minOrigins"], "minOrigins")) }),
    ...(given["statuses"] === undefined ? {} : { statuses: names<Status>(given["statuses"], "statuses") }),
  };
}

function layout(value: unknown): State["layout"] {
  const given = fields(value, "layout");
  const name = oneOf<LayoutName>(given["name"], ["force", "layered", "radial", "role", "timeline"], "layout");
  return given["around"] === undefined ? { name } : { name, around: text(given["around"], "around") };
}

function guide(value: unknown): Guide {
  const [x, head] = list(value, "A guide", 2);
  return { x: number(x, "A guide's x"), text: text(head, "A guide") };
}

function shadesOf(value: unknown): Readonly<Record<string, Shade>> {
  const given = fields(value ?? {}, "shades");
  const entries = Object.entries(given).slice(0, 200);
  return Object.fromEntries(entries.map(([key, shade]) => [key, oneOf<Shade>(shade, ["dimmed", "hidden"], "shade")]));
}

function paths(value: unknown): PathQuestion {
  const given = fields(value, "paths");
  return {
    ids: ids(given["ids"], "paths"),
    types: names<RelationType>(given["types"], "types"),
    notKinds: names<EntityKind>(given["notKinds"], "notKinds"),
    avoid: ids(given["avoid"], "avoid"),
    order: oneOf(given["order"], ["SHORTEST", "STRONGEST"], "order"),
  };
}

function look(value: unknown): State["look"] {
  if (value === undefined) return empty.look;
  const [x, y, scale, width, height] = list(value, "look", 5);
  const side = (given: unknown): number => Math.min(Math.max(number(given, "look"), 1), 100_000);
  return {
    x: number(x, "look"),
    y: number(y, "look"),
    scale: Math.min(Math.max(number(scale, "look"), 0.02), 8),
    ...(width === undefined ? {} : { size: { width: side(width), height: side(height) } }),
  };
}
