// Which lines have their words written on them. What matters more is placed first; what then finds no room, or is longer
// than its line, is left out until one looks closer.
import { along, heading, lengthOf } from "../scene/curve";
import type { Scene, SceneLine } from "../scene/scene";
import type { Crowd } from "./crowd";
import { type Label, urgent } from "./label";
import type { Measure } from "./pen";
import { arrowAt, signsAt, widthAt } from "./sizes";
import { clean } from "./text";

/** The words on lines appear from this scale on; those on lines that are chosen or pointed at before. */
const WORDS_FROM = 0.95;

const WORD_SIZE = 10.5;

/** The words that have room among what is taken, which they are added to. */
export function wordsOf(scene: Scene, scale: number, taken: Crowd, measure: Measure): Label[] {
  const rank = (line: SceneLine) =>
    Number(line.focused) * 8 + Number(line.selected) * 4 + Number(line.highlighted) * 2 - Number(line.dimmed) * 16;
  const candidates = scale < WORDS_FROM ? scene.lines.filter(urgent) : [...scene.lines];
  const ordered = candidates.sort((a, b) => rank(b) - rank(a) || b.width - a.width || (a.id < b.id ? -1 : 1));
  return ordered.flatMap((line) => wordOf(line, scale, taken, measure) ?? []);
}

/** Along the line, above its middle. */
function wordOf(line: SceneLine, scale: number, taken: Crowd, measure: Measure): Label | null {
  const room = lengthOf(line) * scale - 2 * arrowAt(line, scale) - 8;
  if (room < 2 * WORD_SIZE) return null;
  const text = clean(line.label);
  const width = measure(text, WORD_SIZE, false);
  if (text === "" || room < width) return null;
  const at = along(line, line.middle);
  let { x, y } = heading(line, line.middle);
  // Never upside down.
  if (x < -1e-9 || (Math.abs(x) <= 1e-9 && y > 0)) [x, y] = [-x, -y];
  const { signs, size } = signsAt(line, scale);
  const lift = (signs.length > 0 ? size / 2 + 3 : widthAt(line, scale) / 2) + 3.5;
  // (y, −x) points up from the line.
  const dx = y * lift;
  const dy = -x * lift;
  // Turned text takes a row of squares, each as high as its letters.
  const squares = Math.ceil(width / WORD_SIZE);
  const boxes = Array.from({ length: squares }, (_, i) => {
    const far = ((i + 0.5) / squares - 0.5) * width;
    const cx = at.x * scale + dx + x * far + y * WORD_SIZE * 0.35;
    const cy = at.y * scale + dy + y * far - x * WORD_SIZE * 0.35;
    const half = WORD_SIZE * (0.5 + 0.2 * Math.abs(x * y));
    return { left: cx - half, top: cy - half, right: cx + half, bottom: cy + half };
  });
  if (!boxes.every((box) => taken.free(box))) return null;
  boxes.forEach((box) => taken.add(box));
  const angle = Math.atan2(y, x);
  return { id: line.id, rows: [text], dx, dy, align: "middle", size: WORD_SIZE, bold: false, angle, leader: null };
}
