import { HALO } from "./canvas";
import { escape } from "./escape";
import { FONTS, type Ink, type Lettering, type Pen } from "./pen";

/** A pen that writes, and what it has written: a whole SVG file. */
export interface SvgPen extends Pen {
  readonly written: () => string;
}

export interface SvgHead {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly title: string;
  readonly description: string;
}

/** The same strokes give the same file, byte by byte. */
export function svgPen({ width, height, background, title, description }: SvgHead): SvgPen {
  const parts: string[] = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" ` +
      `viewBox="0 0 ${number(width)} ${number(height)}" role="img" aria-labelledby="title description" ` +
      `font-family="${escape(FONTS)}" stroke-linejoin="round">\n`,
    `<title id="title">${escape(title)}</title>\n`,
    `<desc id="description">${escape(description)}</desc>\n`,
    `<rect width="100%" height="100%" fill="${escape(background)}"/>\n`,
  ];
  let path = "";
  return {
    width,
    height,
    moveTo(x, y) {
      path += `M${number(x)} ${number(y)}`;
    },
    lineTo(x, y) {
      path += `L${number(x)} ${number(y)}`;
    },
    curveTo(bendX, bendY, x, y) {
      path += `Q${number(bendX)} ${number(bendY)} ${number(x)} ${number(y)}`;
    },
    circle(x, y, radius) {
      const r = number(radius);
      const half = (to: number) => `A${r} ${r} 0 1 1 ${number(to)} ${number(y)}`;
      path += `M${number(x + radius)} ${number(y)}${half(x - radius)}${half(x + radius)}`;
    },
    close() {
      path += "Z";
    },
    ink(ink: Ink) {
      if (path !== "") parts.push(`<path d="${path}"${inked(ink)}/>\n`);
      path = "";
    },
    text(text: string, x: number, y: number, lettering: Lettering) {
      parts.push(`<text x="${number(x)}" y="${number(y)}"${lettered(lettering, x, y)}>${escape(text)}</text>\n`);
    },
    begin(name: () => string) {
      parts.push(`<g><title>${escape(name())}</title>\n`);
    },
    end() {
      parts.push("</g>\n");
    },
    written: () => `${parts.join("")}</svg>\n`,
  };
}

function inked(ink: Ink): string {
  let written = ` fill="${escape(ink.fill ?? "none")}"`;
  if (ink.stroke !== undefined) {
    written += ` stroke="${escape(ink.stroke)}" stroke-width="${number(ink.width ?? 1)}"`;
    if (ink.cap === "round") written += ` stroke-linecap="round"`;
    if (ink.dash !== undefined) {
      written += ` stroke-dasharray="${ink.dash.map(number).join(" ")}"`;
      if (ink.phase) written += ` stroke-dashoffset="${number(ink.phase)}"`;
    }
  }
  return written + opaque(ink.opacity);
}

function lettered(lettering: Lettering, x: number, y: number): string {
  let written = ` font-size="${number(lettering.size)}" fill="${escape(lettering.colour)}"`;
  if (lettering.bold) written += ` font-weight="600"`;
  if (lettering.align !== "start") written += ` text-anchor="${lettering.align}"`;
  if (lettering.halo !== undefined) {
    written += ` stroke="${escape(lettering.halo)}" stroke-width="${number(HALO)}" paint-order="stroke"`;
  }
  if (lettering.angle) {
    written += ` transform="rotate(${number((lettering.angle * 180) / Math.PI)} ${number(x)} ${number(y)})"`;
  }
  return written + opaque(lettering.opacity);
}

function opaque(opacity: number | undefined): string {
  return opacity === undefined || opacity === 1 ? "" : ` opacity="${number(opacity)}"`;
}

/** A hundredth of a pixel is never seen. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100 || 0);
}

