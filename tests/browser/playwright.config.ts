import { defineConfig } from "@playwright/test";
import { launchOptions } from "./chromium.ts";

export default defineConfig({
  // Hostile stories would stand on the pages that the other specs look at: they come afterwards.
  projects: [
    { name: "pages", testMatch: "*.spec.ts", testIgnore: "hostile-*.spec.ts" },
    { name: "hostile", testMatch: "hostile-*.spec.ts", dependencies: ["pages"] },
  ],
  // Pictures of the components, see looks.spec.ts.
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  globalSetup: "./server.ts",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: "test-results/results.json" }]],
  use: { launchOptions: launchOptions(), trace: "retain-on-failure" },
});
