// Pages are watched: each of these does what none of ours may do.
import { expect, test } from "./page";

const policy = "default-src 'none'; script-src 'self'; img-src data:; connect-src *";

for (const [what, script, told] of [
  ["writes an error to the console", `console.error("all is lost")`, /console error: all is lost/],
  ["writes a warning to the console", `console.warn("take care")`, /console warning: take care/],
  ["throws", `throw new Error("not caught")`, /thrown: Error: not caught/],
  ["rejects", `Promise.reject(new Error("not awaited"))`, /thrown: Error: not awaited/],
  ["has a style that the policy refuses", `document.body.setAttribute("style", "color: red")`, /style-src/],
  ["asks another host", `fetch("http://example.org/").catch(() => {})`, /another host: http:\/\/example\.org\//],
  ["opens a socket to another host", `new WebSocket("ws://example.org/")`, /another host: ws:\/\/example\.org\//],
] as const) {
  test(`a page fails its test that ${what}`, async ({ page, trouble }) => {
    test.fail();
    await page.route("/watched", (route) =>
      route.fulfill({
        contentType: "text/html",
        headers: { "Content-Security-Policy": policy },
        body: `<!doctype html><link rel="icon" href="data:,"><script src="/watched.js" defer></script>`,
      }),
    );
    await page.route("/watched.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
    await page.goto("/watched");
    try {
      await expect.poll(() => trouble.lines.join("\n")).toMatch(told);
    } catch {
      trouble.allow(/./); // The test then does not fail, which is what fails it.
    }
  });
}
