import { defineConfig } from "@playwright/test";

// The browser tests ask a running program: ACTORGRAPH_URL=http://127.0.0.1:8080 npx playwright test
export default defineConfig({
  testDir: "tests",
  testMatch: "*.spec.ts",
  outputDir: "/tmp/actorgraph-playwright",
  workers: 1,
  // Ample, also where other work goes on: how fast pages are is asked by tests of its own.
  timeout: 90_000,
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
