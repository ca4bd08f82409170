import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { makeLink, newHandle } from "./operator.ts";
import { LANGUAGES, MEMBER_PAGES, SCHEMES, SCREENS, signIn } from "./pages.ts";
import { isOpenToEveryone } from "./whole.ts";

const press = (page: Page, value: string) => page.locator(`button[name=do][value="${value}"]`).first().click();

for (const language of LANGUAGES) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of SCHEMES) {
      test.describe(`settings in ${language}, ${screen}, ${colorScheme}`, () => {
        test.use({ viewport, colorScheme, locale: language });

        test("are open to everyone in every state", async ({ page, doings }) => {
          await signIn(page, newHandle(), "Tsuzura");
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          for (const [name, path] of Object.entries(MEMBER_PAGES)) {
            await page.goto(path);
            await isOpenToEveryone(page, name);
          }
          await page.fill("#name", "x".repeat(81));
          await press(page, "make");
          await expect(page.locator("#name")).toHaveAttribute("aria-invalid", "true");
          await isOpenToEveryone(page, "a bad token");
          await page.fill("#name", "Import");
          await page.locator("input[name=scope]").first().check();
          await press(page, "make");
          await expect(page.locator("#secret")).toHaveValue(/^gp_.{49}$/);
          await isOpenToEveryone(page, "a new token");

          await page.goto(MEMBER_PAGES.profile);
          await page.fill("#bio_md", "**Tide** and `ebb`\n\n- one\n- two");
          await press(page, "preview");
          await isOpenToEveryone(page, "a preview");
          await page.fill("#links-0-url", "javascript:alert(1)");
          await press(page, "save");
          await expect(page.locator(".notice-fault")).toBeFocused();
          await isOpenToEveryone(page, "a bad profile");
          expect(doings.foreign).toEqual([]);
          expect(doings.dialogs).toEqual([]);
        });
      });
    }
  }

  test.describe(`without JavaScript, in ${language}`, () => {
    test.use({ javaScriptEnabled: false, viewport: SCREENS.phone, locale: language });

    test("a profile is written, and a session elsewhere ended", async ({ page, browser, server, doings }) => {
      const name = newHandle();
      await signIn(page, name, "Tsuzura");
      await page.fill("#bio_md", "Kept the *lights* on.");
      await page.fill("#links-0-label", "Blog");
      await page.fill("#links-0-url", "https://example.org/blog");
      await page.selectOption("#time_zone", "Europe/Berlin");
      await press(page, "save");
      await expect(page.getByRole("status")).toBeVisible();
      await page.getByRole("status").getByRole("link").click();
      await expect(page.locator("em", { hasText: "lights" })).toBeVisible();
      await expect(page.getByRole("link", { name: "Blog" })).toHaveAttribute("rel", "me nofollow ugc noopener");

      const elsewhere = await (await browser.newContext({ baseURL: server })).newPage();
      await elsewhere.goto("/sign-in?next=/settings/sessions");
      const known = elsewhere.locator(`button[name=person][value="${name}"]`);
      if (await known.count()) {
        await known.click();
      } else {
        await elsewhere.fill("#person", name);
        await elsewhere.locator("form:has(#person) button").click();
      }
      await elsewhere.waitForURL("**/settings/sessions");
      await page.goto(MEMBER_PAGES.sessions);
      await expect(page.locator(".item")).toHaveCount(2);
      await press(page, "end");
      await expect(page.locator(".item")).toHaveCount(1);
      await elsewhere.reload();
      await expect(elsewhere).toHaveURL(/\/sign-in\?next=/);
      await elsewhere.context().close();
      expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
    });

    test("a one-time link signs in by its button, once", async ({ page, server }) => {
      const link = makeLink(server);
      await page.goto(`${link}&lang=${language}`);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await page.goto(link);
      await page.locator("main form button").click();
      await expect(page).toHaveURL(/\/settings\/profile$/);
      await page.goto(link);
      await expect(page.locator(".kicker")).toHaveText("404");
    });
  });
}

for (const colorScheme of SCHEMES) {
  test.describe(`the page of a one-time link, ${colorScheme}`, () => {
    test.use({ viewport: SCREENS.phone, colorScheme });

    test("is open to everyone, good or not", async ({ page, server }) => {
      const link = makeLink(server);
      for (const language of LANGUAGES) {
        await page.goto(`${link}&lang=${language}`);
        await isOpenToEveryone(page, `a good link in ${language}`);
        await page.goto(`/sign-in/link?key=none&lang=${language}`);
        await isOpenToEveryone(page, `a bad link in ${language}`);
      }
    });
  });
}
