// The page as a file: SVG, or PNG. Each holds the data from which it is drawn.
import { Refused } from "../data/client";
import { canvasPen, measuring } from "../painting/canvas";
import type { Measure } from "../painting/pen";
import { svgPen } from "../painting/svg";
import { light } from "../painting/theme";
import type { Scene } from "../scene/scene";
import type { Exported } from "./exported";
import { description, json } from "./exported";
import type { Page } from "./page";
import { largest, layPage } from "./page";
import { withText } from "./png";
import { element, escape } from "./xml";

/** Under this name the data are found in a picture: the id of the element metadata, the keyword of the text. */
export const keyword = "actorgraph";

/** The page as SVG, with the data as JSON in its element metadata. */
export function svg(scene: Scene, content: Exported, measure: Measure): string {
  const page = layPage(scene, content, measure);
  const { width, height } = page;
  const title = content.about.title;
  const pen = svgPen({ width, height, background: light.background, title, description: description(content).join("\n") });
  page.paint(pen, light);
  // What XML can't hold, JSON can write in another way.
  const data = json(content).replace(/[\uFFFE\uFFFF]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`);
  const end = "</desc>\n";
  return pen.written().replace(end, () => end + element("metadata", { id: keyword }, escape(data)));
}

/** The page as PNG, two dots to the pixel, with the data as JSON in a text chunk. */
export async function png(scene: Scene, content: Exported): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) throw tooLarge();
  const page = layPage(scene, content, measuring(context));
  const density = densityOf(page);
  canvas.width = Math.floor(page.width * density);
  canvas.height = Math.floor(page.height * density);
  page.paint(canvasPen(context, page.width, page.height, density, light.background), light);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw tooLarge();
  return withText(new Uint8Array(await blob.arrayBuffer()), keyword, json(content));
}

/** Dots to the pixel: two, or as many as keep the page within what browsers paint. */
export function densityOf({ width, height }: Pick<Page, "width" | "height">): number {
  const side = 2 * largest.side;
  return Math.min(2, side / width, side / height, Math.sqrt((4 * largest.area) / (width * height)));
}

function tooLarge(): Refused {
  return new Refused("The browser can't paint a picture so large.", "TOO_LARGE", "Export it as SVG, or hide some of it.", null);
}
