import { FONTS, type Ink, type Lettering, type Measure, type Pen } from "./pen";

/**
 * Paints on a canvas of width × height pixels of the page, of which each takes density × density of its own. Begins
 * with a clean sheet.
 */
export function canvasPen(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  density: number,
  background: string,
): Pen {
  // Kept here, since to ask the context or to set it anew takes longer than to compare.
  let stroke = "";
  let fill = "";
  let font = "";
  let opacity = 1;
  let thickness = 1;
  let cap: CanvasLineCap = "butt";
  let dashed = false;
  const plain = () => context.setTransform(density, 0, 0, density, 0, 0);
  const setFill = (colour: string) => {
    if (colour !== fill) context.fillStyle = fill = colour;
  };
  const setStroke = (colour: string) => {
    if (colour !== stroke) context.strokeStyle = stroke = colour;
  };
  const setWidth = (wanted: number) => {
    if (wanted !== thickness) context.lineWidth = thickness = wanted;
  };
  const setOpacity = (wanted: number) => {
    if (wanted !== opacity) context.globalAlpha = opacity = wanted;
  };

  context.reset();
  plain();
  context.lineJoin = "round";
  context.textBaseline = "alphabetic";
  setFill(background);
  context.fillRect(0, 0, width, height);
  context.beginPath();

  return {
    width,
    height,
    moveTo: (x, y) => context.moveTo(x, y),
    lineTo: (x, y) => context.lineTo(x, y),
    curveTo: (bendX, bendY, x, y) => context.quadraticCurveTo(bendX, bendY, x, y),
    circle(x, y, radius) {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    },
    close: () => context.closePath(),
    ink(ink: Ink) {
      setOpacity(ink.opacity ?? 1);
      if (ink.fill !== undefined) {
        setFill(ink.fill);
        context.fill();
      }
      if (ink.stroke !== undefined) {
        setStroke(ink.stroke);
        setWidth(ink.width ?? 1);
        if ((ink.cap ?? "butt") !== cap) context.lineCap = cap = ink.cap ?? "butt";
        if (ink.dash !== undefined) {
          context.setLineDash(ink.dash as number[]);
          context.lineDashOffset = ink.phase ?? 0;
          dashed = true;
        } else if (dashed) {
          context.setLineDash([]);
          dashed = false;
        }
        context.stroke();
      }
      context.beginPath();
    },
    text(text: string, x: number, y: number, lettering: Lettering) {
      const wanted = fontOf(lettering.size, lettering.bold);
      if (wanted !== font) context.font = font = wanted;
      context.textAlign = lettering.align === "middle" ? "center" : lettering.align === "start" ? "left" : "right";
      setOpacity(lettering.opacity ?? 1);
      const turned = lettering.angle !== undefined && lettering.angle !== 0;
      if (turned) {
        context.translate(x, y);
        context.rotate(lettering.angle);
      }
      const atX = turned ? 0 : x;
      const atY = turned ? 0 : y;
      if (lettering.halo !== undefined) {
        setStroke(lettering.halo);
        setWidth(HALO);
        if (dashed) context.setLineDash([]);
        dashed = false;
        context.strokeText(text, atX, atY);
      }
      setFill(lettering.colour);
      context.fillText(text, atX, atY);
      if (turned) plain();
    },
    begin: () => undefined,
    end: () => undefined,
  };
}

/** How wide the halo is, both sides of a stroke together. */
export const HALO = 3.5;

/** Measures with the fonts of a canvas; each text once. */
export function measuring(context: CanvasRenderingContext2D): Measure {
  const known = new Map<string, Map<string, number>>();
  return (text, size, bold) => {
    const font = fontOf(size, bold);
    let widths = known.get(font);
    if (widths === undefined) known.set(font, (widths = new Map()));
    let width = widths.get(text);
    if (width === undefined) {
      context.font = font;
      widths.set(text, (width = context.measureText(text).width));
    }
    return width;
  };
}

function fontOf(size: number, bold: boolean): string {
  return `${bold ? "600 " : ""}${size}px ${FONTS}`;
}
