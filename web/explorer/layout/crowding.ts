// Keeps nodes off one another, and lays what does not hang together side by side.
import type { Point } from "../model";
import type { Net } from "./net";
import { lengthOf } from "./numbers";

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** No two nodes come nearer than this, unless both are fixed. */
export const APART = 60;

const TIGHT: Room = { width: APART, height: APART };
/** For a node with its label below. Given where that is cheap. */
export const LABELLED: Room = { width: 150, height: 76 };

export interface Crowd {
  add(place: Point): void;
  /** Whether nothing lies within the room around it. */
  free(x: number, y: number): boolean;
}

/** Places, in squares of the size of the room: what is near is in the same square or the next. */
export const crowd = (room: Room): Crowd => {
  const squares = new Map<number, Point[]>();
  const key = (column: number, row: number): number => column * 0x4000000 + row;
  return {
    add: (place) => {
      const at = key(Math.floor(place.x / room.width), Math.floor(place.y / room.height));
      const square = squares.get(at);
      if (square) square.push(place);
      else squares.set(at, [place]);
    },
    free: (x, y) => {
      const column = Math.floor(x / room.width);
      const row = Math.floor(y / room.height);
      for (let c = column - 1; c <= column + 1; c++) {
        for (let r = row - 1; r <= row + 1; r++) {
          for (const other of squares.get(key(c, r)) ?? []) {
            if (Math.abs(other.x - x) < room.width && Math.abs(other.y - y) < room.height) return false;
          }
        }
      }
      return true;
    },
  };
};

/** The way in which a node may give way: "x" and "y" leave the other coordinate as it is. */
export type Along = "x" | "y" | "both";

const STEP = 10;

/** The free place nearest to the one wished for. There always is one, since a crowd has an end. */
export const nearestFree = (taken: Crowd, wished: Point, along: Along, step = STEP): Point => {
  const { x, y } = wished;
  for (let ring = 0; ; ring++) {
    const d = ring * step;
    const candidates: Point[] = [];
    if (along === "x") candidates.push({ x: x + d, y }, { x: x - d, y });
    else if (along === "y") candidates.push({ x, y: y + d }, { x, y: y - d });
    else {
      for (let i = -ring; i <= ring; i++) {
        const e = i * step;
        candidates.push({ x: x + e, y: y + d }, { x: x + e, y: y - d }, { x: x + d, y: y + e }, { x: x - d, y: y + e });
      }
    }
    let best: Point | null = null;
    let least = Infinity;
    for (const candidate of candidates) {
      const away = lengthOf(candidate.x - x, candidate.y - y);
      if (away < least && taken.free(candidate.x, candidate.y)) {
        best = candidate;
        least = away;
      }
    }
    if (best) return best;
  }
};

/**
 * The last step of every layout: places become whole numbers, fixed ones are as they were, and who still stands too
 * near to somebody gives way.
 */
export const settle = (net: Net, wished: readonly Point[], along: Along, room: Room = TIGHT): Point[] => {
  const taken = crowd(room);
  const places: Point[] = [];
  net.fixed.forEach((place, i) => {
    if (!place) return;
    places[i] = { x: place.x, y: place.y };
    taken.add(place);
  });
  wished.forEach(({ x, y }, i) => {
    if (net.fixed[i]) return;
    // Adding 0 makes 0 of -0, which an address would not repeat.
    const place = nearestFree(taken, { x: Math.round(x) + 0, y: Math.round(y) + 0 }, along);
    places[i] = place;
    taken.add(place);
  });
  return places;
};

/**
 * Pushes apart those whose rooms overlap, in the direction in which less is needed, until none do or the rounds are
 * over. Changes the places of the members that are not fixed.
 */
export const pushApart = (
  places: Point[],
  members: readonly number[],
  fixed: readonly (Point | null)[],
  room: Room,
): void => {
  const rounds = members.length > 500 ? 60 : 200;
  const x = members.map((i) => places[i]!.x);
  const y = members.map((i) => places[i]!.y);
  const stays = members.map((i) => fixed[i] !== null);
  const order = members.map((_, i) => i);
  for (let round = 0, moved = true; moved && round < rounds; round++) {
    moved = false;
    order.sort((a, b) => x[a]! - x[b]! || a - b);
    for (let i = 0; i < order.length; i++) {
      const a = order[i]!;
      for (let j = i + 1; j < order.length; j++) {
        const b = order[j]!;
        const across = room.width - (x[b]! - x[a]!);
        if (across <= 0) break;
        const below = y[b]! >= y[a]!;
        const down = room.height - Math.abs(y[b]! - y[a]!);
        if (down <= 0 || across <= 0.5 || down <= 0.5 || (stays[a] && stays[b])) continue;
        moved = true;
        const shareA = stays[a] ? 0 : stays[b] ? 1 : 0.5;
        // By the share of the room, since the room is broader than high.
        if (across / room.width < down / room.height) {
          x[a]! -= across * shareA;
          x[b]! += across * (1 - shareA);
        } else {
          const sign = below ? 1 : -1;
          y[a]! -= sign * down * shareA;
          y[b]! += sign * down * (1 - shareA);
        }
      }
    }
  }
  members.forEach((node, i) => {
    if (!stays[i]) places[node] = { x: x[i]!, y: y[i]! };
  });
};

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const boxOf = (places: readonly Point[], members: readonly number[]): Box => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const i of members) {
    const { x, y } = places[i]!;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { left, top, right, bottom };
};

/** How broad the picture beside a panel is for its height. */
export const SHAPE = 1.35;
/** How broad sets are laid side by side, about as broad for their height as a screen. */
const ASPECT = 1.6;
const MARGIN: Room = { width: 170, height: 130 };

/**
 * Moves sets of nodes, each laid out by itself, beside one another: the standing ones stay, the blocks follow in
 * shelves to their right, the lonely nodes in rows below, where no fixed node is.
 */
export const sideBySide = (
  net: Pick<Net, "fixed">,
  places: Point[],
  standing: readonly number[],
  blocks: readonly (readonly number[])[],
  lonely: readonly number[],
): void => {
  const boxes = blocks.map((block) => boxOf(places, block));
  const wide = (box: Box): number => box.right - box.left + MARGIN.width;
  const high = (box: Box): number => box.bottom - box.top + MARGIN.height;
  const anchor = standing.length > 0 ? boxOf(places, standing) : null;
  const area = boxes.reduce((sum, box) => sum + wide(box) * high(box), 0);
  const broad = Math.max(Math.sqrt(area * ASPECT), ...boxes.map(wide));
  const order = blocks.map((_, i) => i).sort((a, b) => high(boxes[b]!) - high(boxes[a]!) || a - b);
  const left = anchor ? anchor.right + MARGIN.width : 0;
  let x = left;
  let y = anchor ? anchor.top : 0;
  let shelf = 0;
  for (const i of order) {
    const box = boxes[i]!;
    if (x > left && x + wide(box) > left + broad) {
      x = left;
      y += shelf;
      shelf = 0;
    }
    for (const node of blocks[i]!) {
      const place = places[node]!;
      places[node] = { x: place.x - box.left + x, y: place.y - box.top + y };
    }
    x += wide(box);
    shelf = Math.max(shelf, high(box));
  }
  const company = [...standing, ...blocks.flat()];
  const all = company.length > 0 ? boxOf(places, company) : { left: 0, right: 0, bottom: -MARGIN.height };
  const columns = Math.max(
    Math.ceil(Math.sqrt(lonely.length * ASPECT * (LABELLED.height / LABELLED.width))),
    Math.floor((all.right - all.left) / LABELLED.width) + 1,
  );
  const taken = crowd(LABELLED);
  for (const place of net.fixed) if (place) taken.add(place);
  let cell = 0;
  for (const node of lonely) {
    for (let found = false; !found; cell++) {
      const place = {
        x: all.left + (cell % columns) * LABELLED.width,
        y: all.bottom + MARGIN.height + Math.floor(cell / columns) * LABELLED.height,
      };
      found = taken.free(place.x, place.y);
      if (found) places[node] = place;
    }
  }
};
