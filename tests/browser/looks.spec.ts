// Every component in every state looks as it did: pictures of /about/design, compared with those in looks/.
//
// All text is set in the one font that the project carries for its pictures, so that it is drawn the same whatever fonts a
// machine has. To take new pictures:
//   npx playwright test looks --update-snapshots
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { spoken } from "./pages.ts";

const FONT = join(import.meta.dirname, "../../server/sharing/font/biz-udpgothic-bold.ttf.br");
const SECTIONS = [
  "colours",
  "type",
  "strips",
  "boards",
  "entries",
  "story",
  "counts",
  "buttons",
  "fields",
  "notices",
] as const;
/** Each language, scheme and width stands in one of them. */
const VIEWS = [
  { language: "ja", colorScheme: "light", width: 1280 },
  { language: "en", colorScheme: "dark", width: 390 },
] as const;

for (const { language, colorScheme, width } of VIEWS) {
  test.describe(`in ${language}, ${colorScheme}, ${width} wide`, () => {
    // High enough for the whole page: what sticks to the top of a view would stand elsewhere after scrolling.
    // Half the size is a quarter of the bytes, and still tells where a line or a word moved.
    test.use({ colorScheme, viewport: { width, height: 9_000 }, deviceScaleFactor: 0.5, bypassCSP: true });

    test("components look as they did", async ({ page, paths }) => {
      await page.goto(spoken(paths.design, language));
      await setInOurFont(page);

      for (const section of SECTIONS) {
        const name = `${section}.${language}.${colorScheme}.png`;
        await expect
          .soft(page.locator(`#${section}`))
          .toHaveScreenshot(name, { maxDiffPixelRatio: 0.002, scale: "device" });
      }
    });
  });
}

test("every section of the page has its pictures", async ({ page, paths }) => {
  await page.goto(paths.design);
  const shown = await page.locator("section.part").evaluateAll((all) => all.map((it) => it.id));
  expect(shown).toEqual([...SECTIONS]);
});

/** The page's own rules let no other style in, so this test reads it without them. */
async function setInOurFont(page: Page): Promise<void> {
  const font = brotliDecompressSync(readFileSync(FONT)).toString("base64");
  await page.addStyleTag({
    content: `@font-face { font-family: "Drawn"; src: url(data:font/ttf;base64,${font}); }
      *, ::before, ::after { font-family: "Drawn" !important; font-weight: 400 !important; }`,
  });
  expect(await page.evaluate(() => document.fonts.load('16px "Drawn"').then((all) => all.length))).toBe(1);
}
