// What the specs share: the running server, and a page whose doings are written down.
import { test as base, type Page } from "@playwright/test";
import { findPaths, type Paths } from "./pages.ts";

export { expect } from "@playwright/test";

/** What must not happen on any page. */
export type Doings = {
  /** Errors on the console or thrown, breaches of the content security policy among them. */
  errors: string[];
  /** Requests to anywhere but the server. */
  foreign: string[];
  dialogs: string[];
};

export const test = base.extend<{ doings: Doings }, { server: string; paths: Paths }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its pattern
    async ({}, use) => {
      const url = process.env.GUIDEPOST_TEST_URL;
      if (!url) throw new Error("server.ts did not start a server");
      await use(url);
    },
    { scope: "worker" },
  ],
  paths: [async ({ server }, use) => use(await findPaths(server)), { scope: "worker" }],
  baseURL: async ({ server }, use) => use(server),
  doings: async ({ page, server }, use) => use(watch(page, server)),
});

export function watch(page: Page, server: string): Doings {
  const doings: Doings = { errors: [], foreign: [], dialogs: [] };
  page.on("pageerror", (error) => doings.errors.push(String(error)));
  page.on("console", (message) => {
    // The browser itself says so when a page answers 404, as the absent one should.
    const isPageItself = message.location().url === page.url() && /status of 404/.test(message.text());
    if (message.type() === "error" && !isPageItself) doings.errors.push(message.text());
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== server) doings.foreign.push(request.url());
  });
  page.on("dialog", async (dialog) => {
    doings.dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  return doings;
}
