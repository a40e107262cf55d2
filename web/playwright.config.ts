import { defineConfig } from "@playwright/test";

// The browser tests ask a running program: ACTORGRAPH_URL=http://127.0.0.1:8080 npx playwright test
export default defineConfig({
  testDir: "tests",
  testMatch: "*.spec.ts",
  outputDir: "/tmp/actorgraph-playwright",
  // What asks how fast pages are is tagged @alone, and run with --workers 1.
  workers: 2,
  // Ample, also where other work goes on.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  retries: 0,
  reporter: "line",
  forbidOnly: Boolean(process.env["CI"]),
  use: {
    baseURL: process.env["ACTORGRAPH_URL"] ?? "http://127.0.0.1:8080",
    browserName: "chromium",
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
