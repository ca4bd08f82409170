// Every component in every state looks as it did: pictures of /about/design, compared with those in looks/.
//
// A picture is true only for the fonts and the browser that drew it. What they draw is remembered beside the pictures;
// where another machine draws otherwise, the comparison is skipped and says so. To take new pictures:
//   npx playwright test looks --update-snapshots
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { spoken } from "./pages.ts";

const DRAWN_WITH = join(import.meta.dirname, "looks", "drawn-with.txt");
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
    test.use({ colorScheme, viewport: { width, height: 9_000 }, deviceScaleFactor: 0.5 });

    test("components look as they did", async ({ page, paths, browser }, testInfo) => {
      await page.goto(spoken(paths.design, language));
      const drawn = `Chromium ${browser.version().split(".")[0]}, ${await drawnHere(page)}\n`;
      if (["all", "changed"].includes(testInfo.config.updateSnapshots)) writeFileSync(DRAWN_WITH, drawn);
      const known = readFileSync(DRAWN_WITH, "utf8");
      test.skip(drawn !== known, `skipped: drawn with ${known.trim()}; here it is ${drawn.trim()}`);

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

/** A fingerprint of what this machine's fonts draw; the same whatever the page looks like. */
function drawnHere(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const canvas = new OffscreenCanvas(640, 240);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    const families = [
      '"Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", "Yu Gothic Medium", "Yu Gothic", Meiryo, sans-serif',
      '"Hiragino Mincho ProN", "Noto Serif JP", "Noto Serif CJK JP", "Yu Mincho", serif',
      '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK JP", Arial, sans-serif',
      '"Iowan Old Style", "Noto Serif", "Noto Serif CJK JP", "Palatino Linotype", Georgia, serif',
      'ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK JP", monospace',
    ];
    families.forEach((family, n) => {
      context.font = `600 28px ${family}`;
      context.fillText("道しるべ Guidepost 2026年4月 SRE", 0, 40 + 44 * n);
    });
    const { data } = context.getImageData(0, 0, 640, 240);
    // FNV-1a: short, and no secret.
    let hash = 0x811c9dc5;
    for (const byte of data) hash = Math.imul(hash ^ byte, 0x01000193);
    return (hash >>> 0).toString(16);
  });
}
