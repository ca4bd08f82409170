import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";
import { LANGUAGES, PAGES, RULES, SCHEMES, SCREENS, spoken } from "./pages.ts";

for (const name of PAGES) {
  for (const language of LANGUAGES) {
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      for (const colorScheme of SCHEMES) {
        test.describe(`${name} in ${language}, ${screen}, ${colorScheme}`, () => {
          test.use({ viewport, colorScheme });

          test("is whole, keeps to itself and is open to everyone", async ({ page, paths, doings }) => {
            const answer = await page.goto(spoken(paths[name], language));

            expect(answer?.status()).toBe(name === "absent" ? 404 : 200);
            await expect(page.locator("html")).toHaveAttribute("lang", language);
            await expect(page.locator("h1")).toHaveCount(1);
            await expect(page.locator("h1")).toBeVisible();
            await expect(page.getByRole("main")).toHaveCount(1);
            const sideways = await page.evaluate(() => {
              const { scrollWidth, clientWidth } = document.documentElement;
              return scrollWidth - clientWidth;
            });
            expect(sideways, "pixels of sideways scrolling").toBeLessThanOrEqual(0);
            const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
            expect(violations.map(({ id, nodes }) => [id, ...nodes.map((it) => it.html)])).toEqual([]);
            expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
          });
        });
      }
    }
  }
}
