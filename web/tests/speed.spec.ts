// How fast 2,000 nodes and 4,000 lines are painted without a GPU.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Speed } from "../explorer/bench/bench";
import { expect, test } from "./page";

const web = path.resolve(import.meta.dirname, "..");
let built: string;

test.beforeAll(() => {
  built = mkdtempSync(path.join(tmpdir(), "actorgraph-speed-"));
  execFileSync(process.execPath, ["build.mjs", "--bench", "--out", built], { cwd: web, stdio: "inherit" });
});
test.afterAll(() => rmSync(built, { recursive: true, force: true }));

// What a machine does beside the test makes it slower, never faster: the best of some runs counts.
const RUNS = 4;

/** In milliseconds, and in frames a second. */
interface Bounds {
  readonly first: number;
  readonly frames: number;
}

const within = (speed: Speed, { first, frames }: Bounds): boolean =>
  speed.first < first && [speed.panFar, speed.zoom, speed.panNear].every((pace) => pace.frames >= frames);

for (const [width, height, bounds] of [
  [1280, 800, { first: 1000, frames: 20 }],
  // Nothing is promised for so many pixels without a GPU. This tells when it gets much worse.
  [2560, 1440, { first: 2000, frames: 3 }],
] as const) {
  test(`a large graph is painted, moved and zoomed at ${width} × ${height}`, { tag: "@alone" }, async ({ page, baseURL }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width, height });
    await page.route(`${baseURL}/speed/*`, (route) => {
      const name = path.basename(new URL(route.request().url()).pathname);
      return route.fulfill({ path: path.join(built, name) });
    });
    const runs: Speed[] = [];
    while (runs.length < RUNS && !runs.some((speed) => within(speed, bounds))) {
      await page.goto("/speed/index.html");
      runs.push(await page.evaluate(() => window.measureSpeed()));
      const { first, panFar, zoom, panNear } = runs.at(-1)!;
      const paces = Object.entries({ panFar, zoom, panNear }).map(
        ([name, pace]) => `${name} ${pace.frames.toFixed(1)} frames a second, slow ones ${pace.slow.toFixed(0)} ms`,
      );
      console.log(`${width} × ${height}: first picture in ${first.toFixed(0)} ms; ${paces.join("; ")}`);
    }
    const best = (value: (speed: Speed) => number) => Math.max(...runs.map(value));
    expect(-best((speed) => -speed.first), "first picture, in milliseconds").toBeLessThan(bounds.first);
    expect(best((speed) => speed.panFar.frames), "frames a second, moved").toBeGreaterThanOrEqual(bounds.frames);
    expect(best((speed) => speed.zoom.frames), "frames a second, zoomed").toBeGreaterThanOrEqual(bounds.frames);
    expect(best((speed) => speed.panNear.frames), "frames a second, moved close up").toBeGreaterThanOrEqual(bounds.frames);
  });
}
