import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { LANGUAGES, RULES, SCREENS } from "./pages.ts";

const WORDS = {
  ja: {
    company: "Example companyでサインイン",
    join: "メンバーになる",
    remove: "外す",
    identities: "サインインの方法",
    last: "最後のサインイン方法",
  },
  en: {
    company: "Sign in with Example company",
    join: "Become a member",
    remove: "Remove",
    identities: "Ways to sign in",
    last: "your last way to sign in",
  },
} as const;

let n = 0;
/** An account at the provider that nobody has used before. */
function somebody(prefix: string): string {
  n += 1;
  return `${prefix}-${process.pid}-${n}`;
}

async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map((it) => it.html)])).toEqual([]);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, "pixels of sideways scrolling").toBeLessThanOrEqual(0);
}

/** Signs in at the provider and agrees. */
async function agree(page: Page, account: string): Promise<void> {
  await page.locator("input[name=login]").fill(account);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.waitForLoadState();
  await page.locator("button[type=submit]").click();
}

/** Where the way to a provider leads, for those who change it on their way. */
async function departure(page: Page, provider: string): Promise<URL> {
  const answer = await page.request.get(`/sign-in/${provider}`, { maxRedirects: 0 });
  expect(answer.status()).toBe(303);
  return new URL(answer.headers().location ?? "");
}

for (const language of LANGUAGES) {
  const words = WORDS[language];

  test.describe(`with an account elsewhere, without JavaScript, in ${language}`, () => {
    test.use({ javaScriptEnabled: false, locale: language, viewport: SCREENS.phone });

    test("one joins, signs out, comes back, and adds and removes nothing that matters", async ({ page }) => {
      const account = somebody(`sora-${language}`);
      await page.goto("/sign-in?next=/roles");
      await page.getByRole("link", { name: words.company }).click();
      await agree(page, account);

      await expect(page.locator("h1")).toHaveText(words.join);
      await expect(page.locator(".lede")).toContainText(account);
      await expect(page.locator("#handle")).toHaveValue(account);
      await page.locator("#handle").fill("Admin");
      await page.locator("#display_name").fill("空");
      await page.getByRole("button", { name: words.join }).click();
      await expect(page.locator("#handle")).toHaveAccessibleDescription(/予約|reserved/);
      await expect(page.locator("#display_name")).toHaveValue("空");
      await page.locator("#handle").fill(account);
      await page.getByRole("button", { name: words.join }).click();

      await expect(page).toHaveURL(/\/roles$/);
      const masthead = page.getByRole("banner");
      await masthead.locator(".account summary", { hasText: "空" }).click();
      await masthead.locator("form[action='/sign-out'] button").click();
      await page.goto("/sign-in?next=/stories");
      await page.getByRole("link", { name: words.company }).click();
      // The provider still knows them.
      await expect(page).toHaveURL(/\/stories$/);
      await expect(page.getByRole("banner").locator(".account", { hasText: "空" })).toBeVisible();

      await page.goto("/settings/sign-in");
      await expect(page.locator("h1")).toHaveText(words.identities);
      await expect(page.getByRole("main")).toContainText(`${account}@example.org`);
      await page.locator("button[name=identity]").click();
      await expect(page.getByRole("status")).toContainText(words.last);
      await page.locator("button[name=provider][value=company]").click();
      await expect(page).toHaveURL(/\/settings\/sign-in\?done=added$/);
      await expect(page.locator("button[name=identity]")).toHaveCount(1);
    });
  });

  test.describe(`the pages of joining, in ${language}`, () => {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`axe finds nothing, ${colorScheme}`, async ({ browser, server }) => {
        const context = await browser.newContext({
          locale: language,
          colorScheme,
          viewport: SCREENS.phone,
          baseURL: server,
        });
        const page = await context.newPage();
        await page.goto("/sign-in");
        await expect(page.getByText("Example absent")).toBeVisible();
        await axe(page);
        await page.goto("/sign-in/company/callback?state=made-up&code=made-up");
        await axe(page);
        await page.goto("/join?invite=made-up");
        await axe(page);
        await page.goto("/sign-in");
        await page.getByRole("link", { name: words.company }).click();
        await agree(page, somebody("axe"));
        await expect(page.locator("h1")).toHaveText(words.join);
        await axe(page);
        await page.getByRole("button", { name: words.join }).click();
        await expect(page).toHaveURL(/\/$/);
        await page.goto("/settings/sign-in");
        await axe(page);
        await context.close();
      });
    }
  });
}

test.describe("what a real provider sends, changed on its way", () => {
  test.use({ locale: "en" });

  test("a wrong nonce signs nobody in", async ({ page }) => {
    const way = await departure(page, "company");
    way.searchParams.set("nonce", "another-one");
    await page.goto(way.href);
    await agree(page, somebody("nonce"));
    await expect(page.locator("h1")).toHaveText("Signing in with Example company did not work");
    await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
  });

  test("a wrong issuer signs nobody in", async ({ page }) => {
    const way = await departure(page, "impostor");
    await page.goto(way.href);
    await agree(page, somebody("issuer"));
    await expect(page.locator("h1")).toHaveText("Signing in with Example impostor did not work");
  });

  test("a code that ran out signs nobody in", async ({ page }) => {
    await page.goto("/sign-in/slow");
    await agree(page, somebody("slow"));
    await expect(page.locator("h1")).toHaveText("Signing in with Example slow did not work");
  });

  test("a state that was used, or is another's, signs nobody in", async ({ page, browser, server }) => {
    const seen: string[] = [];
    page.on("request", (it) => seen.push(it.url()));
    await page.goto("/sign-in/company");
    await agree(page, somebody("replay"));
    await expect(page.locator("h1")).toHaveText("Become a member");
    const back = seen.find((it) => it.includes("/sign-in/company/callback?"));
    expect(back).toBeDefined();
    const answer = await page.goto(back ?? "");
    expect(answer?.status()).toBe(400);
    await expect(page.locator("h1")).toHaveText("This sign-in cannot be continued");
    const other = await browser.newContext({ baseURL: server });
    const replayed = await other.request.get(back ?? "", { maxRedirects: 0 });
    expect(replayed.status()).toBe(400);
    await other.close();
  });

  test("who cancels is told so, and nothing has changed", async ({ page }) => {
    await page.goto("/sign-in/company");
    await page.getByRole("link", { name: /cancel/i }).click();
    await expect(page.locator("h1")).toHaveText("You did not give permission at Example company");
  });

  test("a provider that is not there is named", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByText("Example absent is not responding right now")).toBeVisible();
    const answer = await page.goto("/sign-in/absent");
    expect(answer?.status()).toBe(503);
    await expect(page.locator("h1")).toHaveText("Example absent is not responding right now");
  });
});
