// What every browser test of ours starts from: pages that are watched.
import { test as base } from "@playwright/test";

export { expect } from "@playwright/test";

/** What the pages of a test did that they should not do. */
export interface Trouble {
  /** One line for each: errors and warnings of the console, what was thrown and not caught, what the policy refused, requests to other hosts. */
  readonly lines: readonly string[];
  /** Lines that match are no trouble in this test, whenever they come: of a request that is meant to fail. Requests to other hosts always are. */
  allow(pattern: RegExp): void;
}

/**
 * Playwright's test, in which every page and worker of the browser fails the test if it writes errors or warnings to
 * the console, throws, is refused something by the Content-Security-Policy, or asks another host than the program.
 * Requests to other hosts are stopped before they leave.
 */
export const test = base.extend<{ trouble: Trouble }>({
  trouble: [
    async ({ context, baseURL }, use) => {
      const host = new URL(baseURL ?? "").host;
      const lines: string[] = [];
      const foreign: string[] = [];
      const allowed: RegExp[] = [];

      const isForeign = (url: URL) => /^(http|ws)s?:$/.test(url.protocol) && url.host !== host;
      await context.route(isForeign, (route) => {
        foreign.push(`request to another host: ${route.request().url()}`);
        return route.abort();
      });
      await context.routeWebSocket(isForeign, (socket) => {
        foreign.push(`request to another host: ${socket.url()}`);
      });
      context.on("weberror", (thrown) => lines.push(`thrown: ${thrown.error().stack ?? thrown.error().message}`));
      context.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") {
          const { url, lineNumber } = message.location();
          lines.push(`console ${message.type()}: ${message.text()} (${url}:${lineNumber})`);
        }
      });
      context.on("page", (page) => page.on("crash", () => lines.push(`crashed: ${page.url()}`)));
      // A policy that only reports is silent in the console of some versions, and the event has more to say.
      await context.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (e) => {
          console.error(`refused by ${e.effectiveDirective}: ${e.blockedURI} ${e.sample}`);
        });
      });

      const left = () => [...foreign, ...lines.filter((line) => !allowed.some((pattern) => pattern.test(line)))];
      await use({
        get lines() {
          return left();
        },
        allow: (pattern) => void allowed.push(pattern),
      });
      base.expect(left(), "what the pages should not have done").toEqual([]);
    },
    { auto: true },
  ],
});
