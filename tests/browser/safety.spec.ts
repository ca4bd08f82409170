import { expect, test } from "./fixtures.ts";
import { makeLink, newHandle } from "./operator.ts";
import { LANGUAGES, SCHEMES, SCREENS, signIn } from "./pages.ts";
import { isOpenToEveryone } from "./whole.ts";

for (const language of LANGUAGES) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of SCHEMES) {
      test.describe(`moderation in ${language}, ${screen}, ${colorScheme}`, () => {
        test.use({ viewport, colorScheme, locale: language, javaScriptEnabled: true });

        test("is open to everyone, from the report to the answer", async ({ page, browser, server, doings }) => {
          const handle = newHandle();
          await signIn(page, handle, "Mallory");
          const anyone = await (
            await browser.newContext({ baseURL: server, viewport, colorScheme, locale: language })
          ).newPage();
          await anyone.goto(`/people/${handle}`);
          await anyone.locator("a[href^='/report']").click();
          await isOpenToEveryone(anyone, "a report");
          await anyone.locator("input[value=other]").check();
          await anyone.locator("main form button").click();
          await expect(anyone.locator("#note")).toHaveAttribute("aria-invalid", "true");
          await isOpenToEveryone(anyone, "a report without a note");
          await anyone.fill("#note", "Threatens people\n\nin the second story.");
          await anyone.locator("main form button").click();
          await isOpenToEveryone(anyone, "a sent report");

          await anyone.goto(makeLink(server, "--moderator", "--language", language));
          await anyone.locator("main form button").click();
          await anyone.goto("/moderation");
          const block = anyone.locator("section.block", { has: anyone.locator(`a[href="/people/${handle}"]`) }).first();
          await block.locator("button[value=suspend]").click();
          await expect(block.locator("textarea")).toHaveAttribute("aria-invalid", "true");
          await isOpenToEveryone(anyone, "the moderators' desk");
          await block.locator("textarea").fill("Threats are not tolerated here.");
          await block.locator("button[value=suspend]").click();
          await expect(anyone.getByRole("status")).toBeVisible();

          await page.goto("/settings/profile");
          await expect(page).toHaveURL(/\/suspended$/);
          await isOpenToEveryone(page, "a suspension");
          await page.fill("#answer", "It was a quotation.");
          await page.locator("main form button").first().click();
          await isOpenToEveryone(page, "an answered suspension");
          await anyone.goto("/moderation");
          await expect(anyone.getByText("It was a quotation.").first()).toBeVisible();
          await isOpenToEveryone(anyone, "the desk with an answer");
          await anyone.context().close();
          expect(doings.foreign).toEqual([]);
        });
      });
    }
  }
}
