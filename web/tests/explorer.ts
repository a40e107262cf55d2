// What the tests of the explorer have in common.
import { inflateRawSync } from "node:zlib";
import type { Locator, Page, Request } from "@playwright/test";
import { expect } from "./page";

/** What an address holds. */
export interface Chart {
  readonly nodes: readonly (readonly [id: string, x: number, y: number, pinned?: 1])[];
  readonly additions: readonly (readonly [of: string | null, ids: readonly string[]])[];
  readonly lens: Readonly<Record<string, unknown>>;
  readonly against: Readonly<Record<string, unknown>> | null;
  readonly layout: { readonly name: string; readonly around?: string };
  readonly selected: readonly string[];
  readonly shades: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly paths: {
    readonly ids: readonly string[];
    readonly types: readonly string[];
    readonly notKinds: readonly string[];
    readonly avoid: readonly string[];
    readonly order: string;
  } | null;
  readonly panel: string;
  readonly look: readonly [x: number, y: number, scale: number, width?: number, height?: number];
}

const empty: Chart = {
  nodes: [],
  additions: [],
  lens: {},
  against: null,
  layout: { name: "force" },
  selected: [],
  shades: {},
  paths: null,
  panel: "evidence",
  look: [0, 0, 1],
};

export const box = (page: Page): Locator => page.getByRole("combobox", { name: "Look for somebody or something" });
export const picture = (page: Page): Locator => page.getByRole("application");
export const panel = (page: Page): Locator => page.getByRole("tabpanel");
export const button = (page: Page, name: string | RegExp): Locator => page.getByRole("button", { name, exact: typeof name === "string" });
export const header = (page: Page, name: string): Locator => page.getByRole("banner").getByRole("button", { name, exact: true });

/** Questions that have no answer yet, by page. */
const waiting = new WeakMap<Page, Set<Request>>();

/** Opens an address of the explorer, and waits until nothing moves any more. */
export async function open(page: Page, address = "/"): Promise<Chart> {
  if (!waiting.has(page)) {
    const requests = new Set<Request>();
    waiting.set(page, requests);
    page.on("request", (request) => void requests.add(request));
    page.on("requestfinished", (request) => void requests.delete(request));
    page.on("requestfailed", (request) => void requests.delete(request));
  }
  await page.goto(address);
  await expect(box(page)).toBeVisible();
  return rest(page);
}

/** What the address holds just now: nothing, as long as it can't be read. */
export async function chartOf(page: Page): Promise<Chart> {
  const [, packed = ""] = page.url().split("#");
  if (packed === "") return empty;
  try {
    return JSON.parse(inflateRawSync(Buffer.from(packed, "base64url")).toString()) as Chart;
  } catch {
    return empty;
  }
}

/**
 * Waits until all questions are answered and the address stays the same. Looks are told when they have rested for 160 ms, and
 * the address follows a state after 200 ms. Both are waited for by clocks of the page, one after another: on a busy machine
 * they are as late as what they are to wait for.
 */
export async function rest(page: Page): Promise<Chart> {
  const asking = () => waiting.get(page)?.size ?? 0;
  await expect
    .poll(
      async () => {
        const begun = asking();
        const still = await page
          .evaluate(async () => {
            const seen = (): string => `${location.hash} ${document.querySelectorAll("progress, [aria-busy=true]").length}`;
            const before = seen();
            for (let i = 0; i < 4; i++) await new Promise((done) => setTimeout(done, 160));
            return before.endsWith(" 0") && seen() === before;
          })
          .catch(() => false); // another page is opened
        return still && begun + asking() === 0;
      },
      { intervals: [0], timeout: 30_000, message: "the page comes to rest" },
    )
    .toBe(true);
  return chartOf(page);
}

/** Waits until the address holds what is asked for. */
export async function until(page: Page, what: string, holds: (chart: Chart) => boolean): Promise<Chart> {
  await expect.poll(async () => holds(await chartOf(page)), { message: what, intervals: [60], timeout: 15_000 }).toBe(true);
  return chartOf(page);
}

export const idsOf = (chart: Chart): readonly string[] => chart.nodes.map(([id]) => id).sort();

export function placeOf(chart: Chart, id: string): { readonly x: number; readonly y: number; readonly pinned: boolean } {
  const node = chart.nodes.find(([one]) => one === id);
  if (node === undefined) throw new Error(`${id} is not on the canvas`);
  return { x: node[1], y: node[2], pinned: node[3] === 1 };
}

/** Where on the page an entity is drawn; of two, the middle between them, where a single line that joins them is. */
export async function pointOf(page: Page, id: string, other = id): Promise<{ readonly x: number; readonly y: number }> {
  const chart = await chartOf(page);
  const frame = (await picture(page).boundingBox())!;
  const [a, b] = [placeOf(chart, id), placeOf(chart, other)];
  // As the picture shows it: one smaller than that for which the look was chosen steps back.
  const [x = 0, y = 0, scale = 1] = (await picture(page).getAttribute("data-look"))!.split(" ").map(Number);
  return {
    x: frame.x + frame.width / 2 + ((a.x + b.x) / 2 - x) * scale,
    y: frame.y + frame.height / 2 + ((a.y + b.y) / 2 - y) * scale,
  };
}

export async function clickOn(page: Page, id: string, other = id): Promise<void> {
  const { x, y } = await pointOf(page, id, other);
  await page.mouse.click(x, y);
}

/** The painted picture, to be compared with another one. */
export async function paintOf(page: Page): Promise<string> {
  return page.locator(".canvas > canvas").evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

/** Adds somebody by the search box: those around, too, with Shift. */
export async function add(page: Page, name: string, keys = "Enter"): Promise<void> {
  await box(page).fill(name);
  await expect(page.getByRole("option").first()).toContainText(name);
  await box(page).press(keys);
  await expect(box(page)).toHaveValue("");
}

export async function show(page: Page, tab: "Evidence" | "Paths" | "List" | "Facets" | "History"): Promise<void> {
  await page.getByRole("tab", { name: tab }).click();
  await expect(page.getByRole("tab", { name: tab })).toHaveAttribute("aria-selected", "true");
}

/** Rows of the list twin: names of entities with the number of their relations in view and not in view. */
export async function listed(page: Page): Promise<Readonly<Record<string, readonly [shown: number, hidden: number]>>> {
  await show(page, "List");
  const rows = await page.getByRole("treegrid").locator('tr[aria-level="1"]').all();
  const cells = await Promise.all(rows.map((row) => row.getByRole("gridcell").allInnerTexts()));
  return Object.fromEntries(cells.map(([name, shown, hidden]) => [name!.trim(), [Number(shown), Number(hidden)] as const]));
}

/** The relations of an entity as its row in the list tells them, when it is opened. */
export async function relationsListed(page: Page, name: string): Promise<readonly string[]> {
  await show(page, "List");
  const grid = page.getByRole("treegrid");
  await grid.locator('tr[aria-level="1"]').filter({ has: page.getByText(name, { exact: true }) }).click();
  const rows = grid.locator('tr[aria-level="2"] td:first-child');
  return (await rows.allInnerTexts()).map((text) => text.trim()).sort();
}

/** Opens what tells how much surrounds the entity in the panel. */
export async function openAround(page: Page): Promise<void> {
  const around = panel(page).locator("details.around");
  if ((await around.getAttribute("open")) === null) await around.locator("summary").click();
}

export async function openLens(page: Page): Promise<void> {
  const opener = page.getByRole("region", { name: "Lens" }).getByRole("button", { name: /^Lens:/ });
  if ((await opener.getAttribute("aria-expanded")) !== "true") await opener.click();
  await expect(page.getByRole("slider", { name: /^Known by/ })).toBeEnabled();
}

/** Goes by Tab to something, as those do who have no mouse. */
export async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${String(target)} is not reached by ${key}`);
}
