// What every page keeps to, in whatever state it is.
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { RULES } from "./pages.ts";

/** The page is whole, does not scroll sideways, and axe finds nothing. */
export async function isOpenToEveryone(page: Page, name: string): Promise<void> {
  await expect(page.locator("h1"), name).toHaveCount(1);
  const sideways = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(sideways, `${name}: pixels of sideways scrolling`).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(
    violations.map(({ id, nodes }) => [id, ...nodes.map((it) => it.html)]),
    name,
  ).toEqual([]);
}
