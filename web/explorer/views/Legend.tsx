import type { ReactElement } from "react";
import { useEffect, useRef } from "react";
import { canvasPen } from "../painting/canvas";
import type { LegendItem } from "../painting/legend";
import { legend, paintSample, SAMPLE } from "../painting/legend";
import type { Theme } from "../painting/theme";
import type { Scene } from "../scene/scene";

/** What the shapes and strokes of the picture mean. */
export function Legend({ scene, theme }: { readonly scene: Scene; readonly theme: Theme }): ReactElement {
  return (
    <details className="legend">
      <summary>Legend</summary>
      <div className="meanings" role="group" aria-label="What the picture means" tabIndex={0}>
        {legend(scene).map((part) => (
          <section key={part.title} aria-label={part.title}>
            <h2>{part.title}</h2>
            <ul>
              {part.items.map((item) => (
                <li key={item.text}>
                  <Sample item={item} theme={theme} />
                  {item.text}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </details>
  );
}

function Sample({ item, theme }: { readonly item: LegendItem; readonly theme: Theme }): ReactElement {
  const sheet = useRef<HTMLCanvasElement>(null);
  const { width, height } = SAMPLE;
  useEffect(() => {
    const canvas = sheet.current!;
    const density = window.devicePixelRatio;
    canvas.width = width * density;
    canvas.height = height * density;
    const context = canvas.getContext("2d", { alpha: false })!;
    paintSample(item, width / 2, height / 2, canvasPen(context, width, height, density, theme.background), theme);
  }, [item, theme, width, height]);
  return <canvas ref={sheet} style={{ width, height }} aria-hidden="true" className="sample" />;
}
