// With fingers: one moves the picture, a tap chooses, two bring it nearer.
import { chartOf, open, panel, picture, pointOf, rest } from "./explorer";
import { expect, test } from "./page";

test.use({ hasTouch: true, viewport: { width: 390, height: 800 } });

interface Finger {
  readonly x: number;
  readonly y: number;
}

test("a tap chooses, one finger moves the picture, two bring it nearer around what is between them", async ({ page }) => {
  await open(page, "/?entities=nso-group,pegasus");
  const fingers = await page.context().newCDPSession(page);
  const touch = async (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: readonly Finger[]) => {
    await fingers.send("Input.dispatchTouchEvent", { type, touchPoints: touchPoints.map((at, id) => ({ ...at, id })) });
  };
  const pegasus = await pointOf(page, "pegasus");
  await page.touchscreen.tap(pegasus.x, pegasus.y);
  await expect(panel(page).getByRole("heading", { name: /Pegasus$/, level: 2 })).toBeVisible();

  const before = (await rest(page)).look;
  const frame = (await picture(page).boundingBox())!;
  const at = { x: Math.round(frame.x + frame.width / 2), y: Math.round(frame.y + 30) };
  await touch("touchStart", at);
  await touch("touchMove", { x: at.x + 20, y: at.y });
  await touch("touchMove", { x: at.x + 60, y: at.y });
  await touch("touchEnd");
  const moved = (await rest(page)).look;
  expect(moved[0]).toBeCloseTo(before[0] - 60 / before[2], 0);
  expect(moved[1]).toBeCloseTo(before[1], 0);
  expect(moved[2]).toBe(before[2]);

  const [left, right] = [{ x: at.x - 30, y: at.y }, { x: at.x + 30, y: at.y }];
  const there = await pointOf(page, "nso-group");
  await touch("touchStart", left);
  await touch("touchStart", left, right);
  await touch("touchMove", { x: at.x - 40, y: at.y }, { x: at.x + 40, y: at.y });
  await touch("touchMove", { x: at.x - 60, y: at.y }, { x: at.x + 60, y: at.y });
  await touch("touchEnd");
  await rest(page);
  expect((await chartOf(page)).look[2] / moved[2]).toBeCloseTo(2, 1);
  const after = await pointOf(page, "nso-group");
  // Twice as far from the point between the fingers.
  expect(after.x - at.x).toBeCloseTo(2 * (there.x - at.x), -1);
  expect(after.y - at.y).toBeCloseTo(2 * (there.y - at.y), -1);
});
