// Which ink a node or line gets: by what it is, and by what the user did with it.
import type { SceneLine, SceneNode } from "../scene/scene";
import type { Status } from "../model";
import type { Ink } from "./pen";
import { between, widthAt } from "./sizes";
import type { KindColours, Theme } from "./theme";

/** What is dimmed shines through; where there may be no mixed colours, it has one colour of its own. */
export function dimming(theme: Theme, dimmed: boolean): { readonly opacity: number; readonly colour: string | null } {
  if (!dimmed) return CLEAR;
  return "opacity" in theme.dimmed
    ? { opacity: theme.dimmed.opacity, colour: null }
    : { opacity: 1, colour: theme.dimmed.colour };
}

const CLEAR = { opacity: 1, colour: null };

export function coloursOf(node: SceneNode, theme: Theme): KindColours {
  const colours = theme.kinds[node.kind];
  const { colour } = dimming(theme, node.dimmed);
  return colour === null ? colours : { fill: colours.fill, rim: colour, icon: colour };
}

export function colourOf(line: SceneLine, theme: Theme): string {
  const { colour } = dimming(theme, line.dimmed);
  if (colour !== null) return colour;
  if (line.focused) return theme.focused;
  if (line.selected) return theme.selected;
  if (line.highlighted) return theme.highlighted;
  if (line.change !== null) return theme.changes[line.change];
  if (line.ended) return theme.fadedLine;
  if (line.status === "ESTABLISHED" || line.status === "CONFIRMED") return theme.firmLine;
  return line.status === null || dashes[line.status].faded ? theme.fadedLine : theme.line;
}

export interface Stroke {
  /** Strokes of one line, the lower ones first. */
  readonly inks: readonly Ink[];
  /** How wide they are together. */
  readonly width: number;
}

/** How the line itself is drawn, without arrow and signs; if not in detail, a denied one like one that is stated. */
export function strokeOf(line: SceneLine, theme: Theme, scale: number, detailed: boolean): Stroke {
  const stroke = colourOf(line, theme);
  const { opacity } = dimming(theme, line.dimmed);
  const emphasis = line.selected || line.focused || line.highlighted;
  const width = widthAt(line, scale) * (emphasis ? 1.3 : 1) + (emphasis ? 0.5 : 0);
  const style = line.status === null || !detailed ? null : dashes[line.status];
  const inks: Ink[] = [];
  if (emphasis && theme.name !== "forced") inks.push({ stroke, width: width + 7, cap: "round", opacity: 0.18 });
  // Too thin a gap would only make one thick line of two: from farther away it is a line like others.
  if (style?.double === true && scale > 0.4) {
    const rail = Math.max(1, 0.5 * width);
    const gap = between(2.6 * scale, 1.8, 2.8);
    const whole = 2 * rail + gap;
    inks.push({ stroke, width: whole, opacity }, { stroke: theme.background, width: gap });
    return { inks, width: whole };
  }
  if (style?.dash === undefined) return { inks: [...inks, { stroke, width, opacity }], width };
  const unit = between(scale, 0.6, 1.2) * (1 + 0.18 * (width - 1));
  const dash = style.dash.map((length) => length * unit);
  inks.push({ stroke, width, opacity, dash, ...(style.dots === true ? { cap: "round" as const } : {}) });
  return { inks, width };
}

/** Each status is told by its strokes alone, even where a line is too short for a sign. */
const dashes: Readonly<
  Record<Status, { readonly double?: true; readonly dash?: readonly number[]; readonly dots?: true; readonly faded?: true }>
> = {
  ESTABLISHED: { double: true },
  CONFIRMED: {},
  STATED: {},
  SELF_STATED: { dash: [14, 4] },
  ALLEGED: { dash: [6, 4] },
  OPINION: { dash: [0.1, 4.4], dots: true },
  DENIED: { dash: [8, 3, 1.5, 3], faded: true },
  UNCONFIRMED: { dash: [3, 6], faded: true },
  RETRACTED: { dash: [0.1, 8], dots: true, faded: true },
};
