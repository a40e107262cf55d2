// Icons of kinds and the marks of lines, as paths in a square of 24: M, L, H, V, Q and Z in absolute numbers. They are
// drawn for this program.
import type { Change, EntityKind } from "../model";
import type { Pen } from "./pen";

export interface Icon {
  /** Filled. */
  readonly solid: string;
  /** Drawn with a stroke of 2. */
  readonly strokes: string;
}

export const icons: Readonly<Record<EntityKind, Icon>> = {
  // A house of offices.
  COMPANY: { solid: "", strokes: "M4 20V9H10V20M10 20V4H20V20M2.5 20H21.5M14 8.5H16M14 12.5H16M14 16.5H16" },
  // A group's table: a roof on pillars over a round of three.
  ORGANIZATION: {
    solid: circle(12, 5.5, 2.6) + circle(5, 17.5, 2.6) + circle(19, 17.5, 2.6),
    strokes: "M10.5 8.5L6.5 15M13.5 8.5L17.5 15M8.5 17.5H15.5",
  },
  PERSON: { solid: circle(12, 7.5, 4) + "M4 20.5Q4 13 12 13Q20 13 20 20.5Z", strokes: "" },
  GROUP: {
    solid:
      circle(12, 8.5, 3.2) +
      "M6.5 19.5Q6.5 13 12 13Q17.5 13 17.5 19.5Z" +
      circle(4.8, 7.5, 2.3) +
      "M0.8 16Q0.8 11 4.8 11Q6.6 11 7.3 12.1Q5 13.8 4.8 16Z" +
      circle(19.2, 7.5, 2.3) +
      "M23.2 16Q23.2 11 19.2 11Q17.4 11 16.7 12.1Q19 13.8 19.2 16Z",
    strokes: "",
  },
  // A dome with a flag.
  GOVERNMENT: { solid: "M5 15Q5 8 12 8Q19 8 19 15Z", strokes: "M3 20H21M6 15V20M12 15V20M18 15V20M12 8V3H16.5" },
  // A temple front.
  PUBLIC_BODY: { solid: "M12 3L21 9H3Z", strokes: "M3 20H21M6 12V17M10 12V17M14 12V17M18 12V17" },
  COUNTRY: { solid: "M7 4.5Q11 2.5 14 4.5Q17 6 20 4.5V13Q17 14.5 14 13Q11 11.5 7 13Z", strokes: "M5.5 3V21" },
  PLACE: { solid: circle(12, 12, 5), strokes: "" },
  // A box.
  PRODUCT: { solid: "", strokes: "M12 3L20 7.5V16.5L12 21L4 16.5V7.5ZM4 7.5L12 12L20 7.5M12 12V21" },
  // A screen with a button.
  DEVICE: { solid: circle(12, 18.6, 1.5), strokes: "M7 3H17V21H7ZM7 15.5H17" },
  // Scales.
  LAWSUIT: {
    solid: "M1.5 14H9.5Q9.5 18 5.5 18Q1.5 18 1.5 14ZM14.5 14H22.5Q22.5 18 18.5 18Q14.5 18 14.5 14Z",
    strokes: "M12 3V21M7.5 21H16.5M4 6.5H20M5.5 7L3 14M5.5 7L8 14M18.5 7L16 14M18.5 7L21 14",
  },
  // A list of which one is struck.
  MEASURE: { solid: "", strokes: "M5 6H19M5 12H19M5 18H12M15.5 15.5L20.5 20.5M20.5 15.5L15.5 20.5" },
  // There and back.
  DEAL: { solid: "", strokes: "M4 8H20M15.5 3.5L20 8L15.5 12.5M20 16H4M8.5 11.5L4 16L8.5 20.5" },
  // A cross-hair.
  TARGETING: { solid: circle(12, 12, 2), strokes: circle(12, 12, 7) + "M12 1.5V7M12 17V22.5M1.5 12H7M17 12H22.5" },
  // A sheet of a calendar.
  EVENT: { solid: "M3.5 5H20.5V10H3.5Z" + circle(12, 15, 2), strokes: "M4 5.5H20V20H4ZM8 2.5V6M16 2.5V6" },
};

/** Signs of what a line or a node has to say for itself, in a square of 24 too. */
export const signs = {
  confirmed: "M4 12.5L10 18.5L20 6",
  denied: "M5 5L19 19M19 5L5 19",
  unconfirmed: "M7.5 8.5Q7.5 4 12 4Q16.5 4 16.5 8.2Q16.5 11 13.8 12.2Q12 13 12 15M12 19.4V19.6",
  retracted: "M5 20L13 4M11 20L19 4",
  contested: "M12 4.5V13.5M12 18.9V19.1",
  ended: "M3 12H14M18 4V20",
  pinned: "M8 3H16M9.5 3V10L6.5 14H17.5L14.5 10V3M12 14V21.5",
} as const;

export const changeSigns: Readonly<Record<Change, string>> = {
  gained: "M12 4V20M4 12H20",
  lost: "M4 12H20",
  changed: "M4 8.5H20M4 15.5H20M16.5 3L7.5 21",
};

/** Draws a path of this file, its square of 24 laid around (x, y) with sides of that size. It is still to be inked. */
export function trace(pen: Pen, path: string, x: number, y: number, size: number): void {
  const scale = size / 24;
  const steps = stepsOf(path);
  const dx = x - size / 2;
  const dy = y - size / 2;
  for (const [what, a, b, c, d] of steps) {
    if (what === "M") pen.moveTo(dx + a * scale, dy + b * scale);
    else if (what === "L") pen.lineTo(dx + a * scale, dy + b * scale);
    else if (what === "Q") pen.curveTo(dx + a * scale, dy + b * scale, dx + c * scale, dy + d * scale);
    else pen.close();
  }
}

type Step = readonly [what: string, a: number, b: number, c: number, d: number];
const read = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  const known = read.get(path);
  if (known !== undefined) return known;
  const steps: Step[] = [];
  let x = 0;
  let y = 0;
  for (const [, letter, rest] of path.matchAll(/([A-Z])([^A-Z]*)/g)) {
    const [a = 0, b = 0, c = 0, d = 0] = (rest!.match(/-?[\d.]+/g) ?? []).map(Number);
    if (letter === "Q") {
      steps.push(["Q", a, b, c, d]);
      [x, y] = [c, d];
    } else if (letter === "Z") {
      steps.push(["Z", 0, 0, 0, 0]);
    } else {
      x = letter === "V" ? x : a;
      y = letter === "V" ? a : letter === "H" ? y : b;
      steps.push([letter === "M" ? "M" : "L", x, y, 0, 0]);
    }
  }
  read.set(path, steps);
  return steps;
}

/** A circle of eight curves: off by less than a thousandth. */
function circle(x: number, y: number, radius: number): string {
  const eighth = Math.PI / 4;
  const outer = radius / Math.cos(eighth / 2);
  const spot = (angle: number, r: number) =>
    `${(x + r * Math.cos(angle)).toFixed(3)} ${(y + r * Math.sin(angle)).toFixed(3)}`;
  let path = `M${spot(0, radius)}`;
  for (let i = 1; i <= 8; i++) path += `Q${spot((i - 0.5) * eighth, outer)} ${spot(i * eighth, radius)}`;
  return `${path}Z`;
}
