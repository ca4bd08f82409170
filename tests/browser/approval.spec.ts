import { expect, type Page, test } from "@playwright/test";
import { makeLinkAt } from "./operator.ts";
import { LANGUAGES, SCHEMES, SCREENS } from "./pages.ts";
import { type Started, startServer } from "./server.ts";
import { isOpenToEveryone } from "./whole.ts";

const TERMS = "https://example.org/terms";

let started: Started;

test.describe("where moderators approve who joins", () => {
  test.describe.configure({ mode: "serial", timeout: 180_000 });

  test.beforeAll(async () => {
    started = await startServer({
      GUIDEPOST_REGISTRATION: "approval",
      GUIDEPOST_TERMS_URL: TERMS,
      GUIDEPOST_PRIVACY_URL: "https://example.org/privacy",
      GUIDEPOST_CONTACT_URL: "mailto:hello@example.org",
    });
  });

  test.afterAll(async () => started?.stop());

  for (const language of LANGUAGES) {
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      for (const colorScheme of SCHEMES) {
        test(`every page of the way is open to everyone: ${language}, ${screen}, ${colorScheme}`, async ({
          browser,
        }) => {
          const open = async () =>
            (await browser.newContext({ baseURL: started.url, viewport, colorScheme, locale: language })).newPage();
          const [ada, moderator] = [await open(), await open()];
          const account = `ada-${language}-${screen}-${colorScheme}`;
          await join(ada, account);
          await expect(ada).toHaveURL(/\/join$/);
          await isOpenToEveryone(ada, "waiting");
          await ada.goto("/settings/sign-in");
          await isOpenToEveryone(ada, "ways in of who waits");
          await ada.locator("button[name=provider][value=company]").click();
          await ada.waitForURL(/done=added/);

          await moderator.goto(makeLinkAt(started.url, started.dataDir, "--moderator", "--language", language));
          await moderator.locator("main form button").click();
          await moderator.goto("/moderation");
          await expect(moderator.locator(".floor .num")).toHaveText("(1)");
          await moderator.locator(".floor a[href='/moderation/waiting']").click();
          await expect(moderator.getByText(account).first()).toBeVisible();
          await moderator.locator("button[value=refuse]").click();
          await expect(moderator.locator("textarea")).toHaveAttribute("aria-invalid", "true");
          await isOpenToEveryone(moderator, "a refusal without a reason");
          await moderator.locator("textarea").fill("This is no place for advertising.");
          await moderator.locator("button[value=refuse]").click();
          await expect(moderator.getByRole("status")).toBeVisible();
          await isOpenToEveryone(moderator, "nobody waits");

          await ada.goto("/settings/profile");
          await expect(ada).toHaveURL(/\/suspended$/);
          await isOpenToEveryone(ada, "a refused account");
          await moderator.goto(`/moderation/about?person=${account}`);
          await isOpenToEveryone(moderator, "a refused person");
          await moderator.locator("button[value=lift]").click();
          await moderator.goto("/moderation/waiting");
          await moderator.locator("button[value=approve]").click();
          await ada.goto("/write");
          await expect(ada.locator("#main form").first()).toBeVisible();
          await ada.context().close();
          await moderator.context().close();
        });
      }
    }
  }

  test("the page that leads on to a provider is open to everyone", async ({ browser }) => {
    for (const locale of LANGUAGES) {
      for (const colorScheme of SCHEMES) {
        const context = await browser.newContext({
          baseURL: started.url,
          locale,
          colorScheme,
          viewport: SCREENS.phone,
        });
        const page = await context.newPage();
        await join(page, `away-${locale}-${colorScheme}`);
        await page.goto("/settings/sign-in");
        // The browser would go on at once: it gets the page without what leads it on.
        await page.route("**/settings/sign-in/add", async (route) => {
          const answer = await route.fetch();
          const body = (await answer.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "");
          await route.fulfill({ response: answer, body });
        });
        await page.locator("button[name=provider][value=company]").click();
        await expect(page.locator("main a.button")).toHaveAttribute("href", /\/auth\?/);
        await isOpenToEveryone(page, "on to a provider");
        await context.close();
      }
    }
  });
});

/** Comes from the provider, and asks for an account. */
async function join(page: Page, account: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Example company" }).click();
  await page.locator("input[name=login]").fill(account);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.waitForLoadState();
  await page.locator("button[type=submit]").click();
  await expect(page.locator("#handle")).toHaveValue(account);
  await expect(page.locator(`main a[href="${TERMS}"]`)).toBeVisible();
  await isOpenToEveryone(page, "joining");
  await page.locator("main form button").click();
}
