// The printed page: the picture, and below it what the picture means and where it comes from.
import type { Label } from "../painting/label";
import { ROW } from "../painting/label";
import { labeller } from "../painting/labels";
import { legend, legendHeight, paintLegend } from "../painting/legend";
import { FARTHEST } from "../painting/look";
import { paint } from "../painting/paint";
import type { Measure, Pen } from "../painting/pen";
import { clean, widest } from "../painting/text";
import type { Theme } from "../painting/theme";
import type { Box, Scene } from "../scene/scene";
import { counted } from "../words";
import type { Exported } from "./exported";
import { aboutTexts, sourceText } from "./exported";

export interface Page {
  /** In pixels of the page; whole. */
  readonly width: number;
  readonly height: number;
  readonly paint: (pen: Pen, theme: Theme) => void;
}

/** No page is larger. At two dots to the pixel it is what browsers can paint: 16,000 dots a side, 100 million in all. */
export const largest = { side: 8000, area: 25e6 } as const;

const margin = 32;
const narrowest = 960;
/** More than these sources are counted and not listed. */
const mostSources = 60;
/** The picture is enlarged so far, until all names have room. */
const scales = [1, 1.25, 1.6, 2] as const;

/** Lays out what is to be printed. The same content gives the same page, as far as the fonts do. */
export function layPage(scene: Scene, content: Exported, measure: Measure): Page {
  const picture = layPicture(scene, measure);
  const width = Math.ceil(Math.max(picture.width, narrowest));
  const inner = width - 2 * margin;
  const parts = legend(scene);
  const titleTop = picture.height + 1.5 * step;
  const legendTop = titleTop + step;
  const textTop = legendTop + (parts.length === 0 ? 0 : legendHeight(parts, inner, measure) + margin / 2);
  const rows = textRows(content, inner, measure);
  const bottom = Math.max(0, ...rows.map((row) => row.y));
  return {
    width,
    height: Math.ceil(textTop + bottom + margin),
    paint: (pen, theme) => {
      // The picture is painted as if the page ended below it.
      picture.paint({ ...pen, height: picture.height }, theme);
      pen.moveTo(margin, picture.height);
      pen.lineTo(width - margin, picture.height);
      pen.ink({ stroke: theme.guide, width: 1 });
      pen.text(content.about.title, margin, titleTop, { size: 15, bold: true, colour: theme.text, align: "start" });
      paintLegend(parts, margin, legendTop, inner, pen, theme, measure);
      for (const { text, x, y, bold } of rows) {
        pen.text(text, margin + x, textTop + y, { size, bold, colour: theme.text, align: "start" });
      }
    },
  };
}

interface Picture {
  readonly width: number;
  readonly height: number;
  /** On a pen of any width, in the middle. */
  readonly paint: (pen: Pen, theme: Theme) => void;
}

function layPicture(scene: Scene, measure: Measure): Picture {
  const place = labeller(measure);
  const bounds = scene.bounds ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const lay = (scale: number): Picture & { readonly complete: boolean } => {
    const labels = place(scene, scale);
    const { left, top, right, bottom } = around(bounds, scale, labels.names, scene, measure);
    const look = { x: (left + right) / 2 / scale, y: (top + bottom) / 2 / scale, scale };
    return {
      width: Math.ceil(right - left),
      height: Math.ceil(bottom - top),
      complete: labels.names.length === scene.nodes.length,
      paint: (pen, theme) => paint(scene, pen, theme, look, labels),
    };
  };
  // Room for what is printed below is kept.
  const fits = ({ width, height }: Picture): boolean =>
    Math.max(width, height) <= 0.7 * largest.side && width * height <= 0.7 * largest.area;
  let best = lay(scales[0]);
  for (const scale of scales.slice(1)) {
    if (best.complete) break;
    const larger = lay(scale);
    if (!fits(larger)) break;
    best = larger;
  }
  for (let scale: number = scales[0]; !fits(best) && scale > FARTHEST; ) best = lay((scale *= 0.8));
  return best;
}

/** What nodes, lines and names take at a scale, in pixels from where the graph has its zero, with a margin. */
function around(bounds: Box, scale: number, names: readonly Label[], scene: Scene, measure: Measure): Box {
  const nodes = new Map(scene.nodes.map((node) => [node.id, node]));
  const box = {
    left: bounds.left * scale,
    top: bounds.top * scale,
    right: bounds.right * scale,
    bottom: bounds.bottom * scale,
  };
  for (const { id, rows, dx, dy, align, size, bold } of names) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    const wide = widest(rows, measure, size, bold);
    const x = node.x * scale + dx - (align === "start" ? 0 : align === "end" ? wide : wide / 2);
    const y = node.y * scale + dy;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + wide);
    box.top = Math.min(box.top, y - size);
    box.bottom = Math.max(box.bottom, y + rows.length * size * ROW);
  }
  return { left: box.left - margin, top: box.top - margin, right: box.right + margin, bottom: box.bottom + margin };
}

// Text below the picture.

const size = 12;
const step = 17;
const indent = 160;
/** No line of text is longer, or the eye loses it. */
const longest = 900;
/** An address of more letters is not for print. */
const longestAddress = 200;

/** A line of text; x from the left edge of the text, y from above it to where the letters stand. */
interface Row {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly bold: boolean;
}

function textRows({ about, sources }: Exported, width: number, measure: Measure): readonly Row[] {
  const rows: Row[] = [];
  let y = 0;
  for (const [heading, text] of aboutTexts({ ...about, address: printedAddress(about.address) })) {
    rows.push({ text: heading, x: 0, y: y + step, bold: true });
    for (const line of wrapped(text, Math.min(width - indent, longest), measure)) {
      rows.push({ text: line, x: indent, y: (y += step), bold: false });
    }
  }
  if (sources.length === 0) return rows;
  y += 1.5 * step;
  rows.push({ text: "Sources", x: 0, y, bold: true });
  // In columns, one below the other.
  const columns = Math.max(1, Math.floor(width / 460));
  const wide = width / columns - 24;
  const listed = sources.slice(0, mostSources).map((source) => ({
    number: `${source.number}.`,
    lines: wrapped(sourceText(source), wide - 24, measure),
  }));
  const total = listed.reduce((sum, { lines }) => sum + lines.length, 0);
  const tall = Math.ceil(total / columns);
  let column = 0;
  let filled = 0;
  let tallest = 0;
  for (const { number, lines } of listed) {
    if (filled >= tall && column < columns - 1) {
      column++;
      filled = 0;
    }
    const x = (column * width) / columns;
    rows.push({ text: number, x, y: y + (filled + 1) * step, bold: false });
    for (const text of lines) rows.push({ text, x: x + 24, y: y + ++filled * step, bold: false });
    tallest = Math.max(tallest, filled);
  }
  const more = sources.length - mostSources;
  if (more > 0) {
    const text = `… and ${counted(more, "more source", "more sources")}, named in the data inside this file.`;
    rows.push({ text, x: 0, y: y + (tallest + 1.5) * step, bold: false });
  }
  return rows;
}

/** An address can be of thousands of letters, which nobody types. */
function printedAddress(address: string): string {
  if (address.length <= longestAddress) return address;
  return `${new URL(address).origin}, by the address that is in the data inside this file`;
}

/** The text in lines of at most that width, broken at spaces, or within a word that alone is wider. */
export function wrapped(text: string, width: number, measure: Measure): readonly string[] {
  const fits = (line: string): boolean => measure(line, size, false) <= width;
  const lines: string[] = [];
  let line = "";
  for (const word of clean(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const letter of word) {
      if (line !== "" && !fits(line + letter)) {
        lines.push(line);
        line = "";
      }
      line += letter;
    }
  }
  return [...lines, line];
}
