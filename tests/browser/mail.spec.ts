// Mail on one's own machine: what would be sent is read in the outbox.
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { newHandle } from "./operator.ts";
import { LANGUAGES, SCHEMES, SCREENS, signIn } from "./pages.ts";
import { isOpenToEveryone } from "./whole.ts";

const WORDS = {
  ja: {
    signIn: "道しるべへのサインイン",
    join: "道しるべへの登録",
    verify: "メールアドレスの確認",
    browser: "新しいブラウザーから",
  },
  en: {
    signIn: "Sign in to Guidepost",
    join: "Join Guidepost",
    verify: "Confirm your e-mail",
    browser: "a new browser",
  },
} as const;

/** Waits for the newest mail to an address whose subject begins so. */
async function mail(page: Page, address: string, subject: string) {
  const found = page.locator("article", { hasText: address }).filter({ hasText: subject }).first();
  await expect(async () => {
    await page.goto("/outbox");
    await expect(found).toBeVisible({ timeout: 500 });
  }).toPass();
  return found;
}

/** Opens the link in a mail, on this server. */
async function open(page: Page, address: string, subject: string): Promise<void> {
  const found = await mail(page, address, subject);
  await found.locator("a[href*='key=']").click();
}

async function ask(page: Page, address: string): Promise<void> {
  await page.goto("/sign-in?next=/roles");
  await page.locator("form[action='/sign-in/mail'] #address").fill(address);
  await page.locator("form[action='/sign-in/mail'] button").click();
}

for (const language of LANGUAGES) {
  const words = WORDS[language];

  test.describe(`by mail, without JavaScript, in ${language}`, () => {
    test.use({ javaScriptEnabled: false, locale: language, viewport: SCREENS.phone });

    test("one joins, comes back elsewhere, and is told of it", async ({ page, browser, server, doings }) => {
      const handle = newHandle();
      const address = `${handle}@example.org`;
      await ask(page, address);
      await expect(page.getByRole("main")).toContainText(address);
      await page.getByRole("main").locator("a[href='/outbox']").click();
      await open(page, address, words.join);
      await page.locator("main form button").click();
      await expect(page).toHaveURL(/\/join$/);
      await expect(page.locator(".lede")).toContainText(address);
      await page.locator("#handle").fill(handle);
      await page.selectOption("#language", language);
      await page.locator("form[action='/join'] button").click();
      await expect(page).toHaveURL(/\/roles$/);
      await expect(page.getByRole("banner").locator(`.account a[href='/people/${handle}']`)).toBeAttached();

      const context = await browser.newContext({ baseURL: server, javaScriptEnabled: false, locale: language });
      const elsewhere = await context.newPage();
      await ask(elsewhere, address.toUpperCase());
      await open(elsewhere, address, words.signIn);
      const link = elsewhere.url();
      await elsewhere.locator("main form button").click();
      await expect(elsewhere).toHaveURL(/\/roles$/);
      await elsewhere.goto(link);
      await expect(elsewhere.locator(".kicker")).toHaveText("404");
      const notice = await mail(elsewhere, address, words.browser);
      await expect(notice).toContainText("/settings/sessions");
      await context.close();
      expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
    });

    test("an address is added, verified and kept as the last way in", async ({ page }) => {
      const handle = newHandle();
      await signIn(page, handle, "Tsuzura");
      await page.goto("/settings/mail");
      await page.fill("#address", `${handle}@example.org`);
      await page.locator("form:has(#address) button").click();
      await expect(page.getByRole("status")).toBeVisible();
      await open(page, `${handle}@example.org`, words.verify);
      await page.locator("main form button").click();
      await expect(page).toHaveURL(/\/settings\/mail\?done=verified$/);
      await page.locator("button[value=remove]").click();
      await expect(page.getByRole("status")).toContainText(/最後のサインイン方法|last way to sign in/);
    });
  });

  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of SCHEMES) {
      test.describe(`the pages of mail in ${language}, ${screen}, ${colorScheme}`, () => {
        test.use({ viewport, colorScheme, locale: language });

        test("are open to everyone who is not signed in", async ({ page }) => {
          const handle = newHandle();
          const address = `${handle}@example.org`;
          await page.goto("/sign-in");
          await isOpenToEveryone(page, "the ways in");
          await page.goto("/sign-in/mail");
          await isOpenToEveryone(page, "the form");
          // As a browser that does not look at addresses itself.
          await page.locator("#address").evaluate((it) => it.setAttribute("type", "text"));
          await page.fill("#address", "nobody");
          await page.locator("main form button").click();
          await expect(page.locator("#address")).toHaveAttribute("aria-invalid", "true");
          await isOpenToEveryone(page, "a bad address");
          await ask(page, address);
          await isOpenToEveryone(page, "sent");
          await mail(page, address, words.join);
          await isOpenToEveryone(page, "the outbox");
          await open(page, address, words.join);
          await isOpenToEveryone(page, "the link to join");
          await page.goto("/join/mail?key=none");
          await isOpenToEveryone(page, "a bad link to join");
          await page.goto("/settings/mail/verify?key=none");
          await isOpenToEveryone(page, "a link for somebody who is not signed in");
        });

        test("are open to every member, in every state", async ({ page }) => {
          const handle = newHandle();
          const address = `${handle}@example.org`;
          await signIn(page, handle, "Tsuzura");
          await page.goto("/settings/mail");
          await isOpenToEveryone(page, "no address");
          await page.fill("#address", `a.${address}`);
          await page.locator("form:has(#address-hint) button").click();
          await isOpenToEveryone(page, "an address that waits");
          await open(page, `a.${address}`, words.verify);
          await isOpenToEveryone(page, "the link to verify");
          await page.locator("main form button").click();
          await isOpenToEveryone(page, "a verified address");
          await page.fill("#address", `a.${address}`);
          await page.locator("form:has(#address-hint) button").click();
          await expect(page.locator(".notice-fault")).toBeVisible();
          await isOpenToEveryone(page, "an address that is known");
          await page.goto("/settings/mail/verify?key=none");
          await isOpenToEveryone(page, "a bad link to verify");
        });
      });
    }
  }
}
