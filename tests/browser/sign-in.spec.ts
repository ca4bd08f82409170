import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "./fixtures.ts";
import { LANGUAGES, PAGES, SCREENS } from "./pages.ts";

const WORDS = {
  ja: { signIn: "サインイン", signOut: "サインアウト", start: "始める", write: "書く", own: "自分のページ" },
  en: { signIn: "Sign in", signOut: "Sign out", start: "Start", write: "Write", own: "Your page" },
} as const;

for (const language of LANGUAGES) {
  const words = WORDS[language];

  test.describe(`signing in without JavaScript, in ${language}`, () => {
    test.use({ javaScriptEnabled: false, locale: language, viewport: SCREENS.phone });

    test("as a sample person, back to where one was, and out again", async ({ page, paths, doings }) => {
      await page.goto(paths.role);
      await page.getByRole("banner").getByRole("link", { name: words.signIn }).click();
      await expect(page.locator("h1")).toHaveText(words.signIn);
      const handle = paths.person.split("/").at(-1) ?? "";
      await page.locator(`button[name=person][value="${handle}"]`).click();

      await expect(page).toHaveURL(new RegExp(`${paths.role}$`));
      const masthead = page.getByRole("banner");
      await masthead.locator(".account summary").click();
      await expect(masthead.locator(`a[href="${paths.person}"]`)).toBeVisible();
      await expect(masthead.locator("a[href='/settings']")).toBeVisible();
      await expect(
        masthead.getByRole("link", { name: WORDS.ja.write }).or(masthead.getByRole("link", { name: WORDS.en.write })),
      ).toBeVisible();

      await masthead.locator("form[action='/sign-out'] button").click();
      await expect(page).toHaveURL(/\/$/);
      await expect(page.getByRole("banner").getByRole("link", { name: words.signIn })).toBeVisible();
      expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
    });

    test("with a new handle, after a wrong one came back", async ({ page }) => {
      await page.goto("/sign-in");
      await page.locator("#handle").fill("Admin");
      await page.locator("#display_name").fill("夜明けの当番");
      await page.getByRole("button", { name: words.start }).click();
      await expect(page.locator("#handle")).toHaveAttribute("aria-invalid", "true");
      await expect(page.locator("#handle")).toHaveAccessibleDescription(/予約|reserved/);
      await expect(page.locator("#display_name")).toHaveValue("夜明けの当番");
      await expect(page.locator("#language")).toHaveValue(language);

      const handle = `dawn-${language}-${Date.now()}`;
      await page.locator("#handle").fill(handle);
      await page.getByRole("button", { name: words.start }).click();

      const masthead = page.getByRole("banner");
      await masthead.locator(".account summary", { hasText: "夜明けの当番" }).click();
      await expect(masthead.getByRole("button", { name: words.signOut })).toBeVisible();
      await masthead.getByRole("link", { name: words.own }).click();
      await expect(page).toHaveURL(new RegExp(`/people/${handle}$`));
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await page.goto("/roles");
      await expect(page.locator("html")).toHaveAttribute("lang", language);
    });
  });
}

test.describe("signed in under a long name", () => {
  for (const width of [320, SCREENS.phone.width, SCREENS.desktop.width]) {
    test(`no page scrolls sideways at ${width} pixels, and axe finds nothing`, async ({ page, paths }) => {
      await page.setViewportSize({ width, height: 844 });
      await page.goto("/sign-in?lang=en");
      await page.locator("#handle").fill(`long-${width}-${Date.now()}`);
      await page.locator("#display_name").fill("Wolfeschlegelsteinhausenbergerdorff of the Night Shift");
      await page.getByRole("button", { name: WORDS.en.start }).click();
      await expect(page.getByRole("banner").locator(".account")).toBeVisible();
      for (const name of PAGES) {
        await page.goto(paths[name]);
        const sideways = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        expect(sideways, `${name}: pixels of sideways scrolling`).toBeLessThanOrEqual(0);
      }
      // Two rows at most: what is read begins on the first screen.
      const masthead = await page.getByRole("banner").boundingBox();
      expect(masthead?.height).toBeLessThan(130);
      await page.locator(".account summary").click();
      await expect(page.locator(".account a[href='/settings']")).toBeInViewport({ ratio: 1 });
      const { violations } = await new AxeBuilder({ page }).include(".masthead").analyze();
      expect(violations.map(({ id, nodes }) => [id, ...nodes.map((it) => it.html)])).toEqual([]);
    });
  }
});
