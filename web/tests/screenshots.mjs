// Makes the pictures of README.md and docs/ from a program that serves the data it comes with:
//
//   node web/tests/screenshots.mjs http://127.0.0.1:8080 docs/pictures
//
// The same program gives the same pictures on the same machine.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "@playwright/test";

const [url, folder] = process.argv.slice(2);
if (url === undefined || folder === undefined) {
  console.error("usage: node web/tests/screenshots.mjs URL FOLDER");
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
});

/** Takes a picture of a page of its own, as soon as the work on it is done and it has come to rest. */
async function take(name, address, work = async () => {}, options = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1400, height: 850 },
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
    ...options,
  });
  const page = await context.newPage();
  await page.goto(address);
  await work(page);
  await rest(page);
  await page.mouse.move(0, 849); // over nothing
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
  await context.close();
  console.log(`${name}.png`);
}

/** Waits until nothing is asked for any more, and the address, which follows what is on screen, stays the same. */
async function rest(page) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(async () => {
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    for (let since = performance.now(), last = ""; performance.now() - since < 800; await wait(50)) {
      const now = `${location.hash} ${document.querySelectorAll("progress, [aria-busy=true]").length}`;
      if (now === last && now.endsWith(" 0")) continue;
      last = now;
      since = performance.now();
    }
  });
}

const ask = (question) => async (page) => {
  await page.getByRole("button", { name: question }).click();
  await page.getByRole("application", { name: /[1-9]\d* entit/ }).waitFor();
};
const whoUsedPegasus = ask("Who is said to have used Pegasus against whom?");

await take("pegasus", "/", whoUsedPegasus);
await take("dark", "/", whoUsedPegasus, { colorScheme: "dark" });
await take("paths", "/", async (page) => {
  await ask("How is NSO Group connected with Jamal Khashoggi?")(page);
  await page.getByRole("listitem", { name: /^Path of/ }).first().waitFor();
});
await take("evidence", "/?entities=nso-group,misuse-of-nso-software,pegasus,nso-software,governments-that-misuse-nso-software", async (page) => {
  await page.getByRole("button", { name: /^Helped: Misuse of NSO software/ }).click();
  await page.locator(".claim.denies").first().waitFor();
});
await take("two-days", "/", ask("What was first told of NSO Group here in the last week of November 2021?"));
await take("playground", "/playground", async (page) => {
  const examples = page.getByRole("region", { name: "Examples" }).getByRole("button");
  await examples.first().waitFor();
  await page.getByRole("button", { name: "Execute query" }).click();
  await page.getByRole("region", { name: "Result Window" }).getByText('"data"').first().waitFor();
});
await browser.close();
