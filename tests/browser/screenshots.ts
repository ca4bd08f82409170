// Takes a picture of every page in every variant:  npm run screenshots -- FOLDER http://localhost:8080
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { launchOptions } from "./chromium.ts";
import { findPaths, LANGUAGES, MEMBER_PAGES, SCHEMES, SCREENS, signIn, spoken } from "./pages.ts";

const [folder, base] = process.argv.slice(2);
if (!folder || !base) {
  console.error("usage: npm run screenshots -- FOLDER URL");
  process.exit(2);
}
await mkdir(folder, { recursive: true });
const paths = await findPaths(base);
const browser = await chromium.launch(launchOptions());
for (const [screen, viewport] of Object.entries(SCREENS)) {
  for (const colorScheme of SCHEMES) {
    const context = await browser.newContext({ viewport, colorScheme, baseURL: base });
    const page = await context.newPage();
    const take = async (pages: Record<string, string>) => {
      for (const language of LANGUAGES) {
        for (const [name, address] of Object.entries(pages)) {
          await page.goto(spoken(address, language));
          const path = join(folder, `${name}.${language}.${screen}.${colorScheme}.png`);
          await page.screenshot({ path, fullPage: true });
          console.log(path);
        }
      }
    };
    await take(paths);
    await signIn(page, `tsuzura-${Date.now()}`, "Tsuzura");
    await take(MEMBER_PAGES);
    await context.close();
  }
}
await browser.close();
