// Searching as a reader does: with the box on every page, as one types, with the keyboard and an input method.
import { expect, test } from "./fixtures.ts";
import { LANGUAGES, spoken } from "./pages.ts";

/** The index is made after the server has come up. */
test.beforeEach(async ({ request }) => {
  await expect
    .poll(async () => (await (await request.get("/api/v1/search")).json()).engine, { timeout: 60_000 })
    .toBe("embedded");
});

for (const language of LANGUAGES) {
  test(`from any page one gets to what one looks for, in ${language}`, async ({ page }) => {
    await page.goto(spoken("/roles", language));
    const box = page.getByRole("search").getByRole("searchbox");
    await box.fill("エラーバジェット");
    await box.press("Enter");
    await expect(page).toHaveURL(/\/search\?q=/);
    await expect(page.locator(".entry").first()).toBeVisible();
    await expect(page.getByRole("searchbox")).toHaveValue("エラーバジェット");
  });
}

test("results come as one types, and the address keeps in step", async ({ page }) => {
  await page.goto("/search");
  const all = await page.locator(".entry").count();
  await page.getByRole("searchbox").pressSequentially("postmortem", { delay: 30 });
  await expect(page).toHaveURL(/q=postmortem$/);
  await expect(page.locator("mark").first()).toBeVisible();
  expect(await page.locator(".entry").count()).toBeLessThan(all + 1);
  const told = await page.locator("[data-search=told] b").textContent();
  await expect(page.locator("[data-search=status]")).toContainText(told ?? "?");
  const shown = await page.locator(".entry h3 a").allTextContents();
  await page.reload();
  expect(await page.locator(".entry h3 a").allTextContents()).toEqual(shown);
});

test("an answer that comes too late is not shown", async ({ page }) => {
  await page.goto("/search");
  await page.route("**/search?q=slow*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue().catch(() => undefined);
  });
  const box = page.getByRole("searchbox");
  await box.fill("slow");
  await page.waitForRequest(/q=slow/);
  await box.fill("SRE");
  await expect(page).toHaveURL(/q=SRE$/);
  await page.waitForTimeout(1800);
  await expect(page).toHaveURL(/q=SRE$/);
  await expect(page.locator(".entry").first()).toBeVisible();
});

test("what an input method composes is not asked for until it is done", async ({ page }) => {
  await page.goto("/search");
  const asked: string[] = [];
  page.on("request", (it) => {
    if (it.url().includes("/search?")) asked.push(decodeURIComponent(it.url()));
  });
  const session = await page.context().newCDPSession(page);
  await page.getByRole("searchbox").focus();
  for (const text of ["ひ", "ひょう", "ひょうか"]) {
    await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await page.waitForTimeout(350);
  }
  expect(asked).toEqual([]);
  await session.send("Input.insertText", { text: "評価" });
  await expect(page).toHaveURL(/q=/);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.at(-1)).toContain("q=評価");
});

test("arrows lead from the box to the results and back, Enter opens one", async ({ page }) => {
  await page.goto("/search?q=SRE");
  const box = page.getByRole("searchbox");
  const results = page.locator(".entry h3 a");
  await box.focus();
  await page.keyboard.press("ArrowDown");
  await expect(results.first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(results.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(box).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const href = await results.first().getAttribute("href");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${href}$`));
});

test("filters keep the words, and the words keep the filters", async ({ page }) => {
  await page.goto("/search?q=SRE&lang=en");
  await page
    .getByRole("link", { name: /^Japanese/ })
    .first()
    .click();
  await expect(page).toHaveURL(/q=SRE/);
  await expect(page).toHaveURL(/language=ja/);
  await page.getByRole("searchbox").fill("EM");
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL(/q=EM/);
  await expect(page).toHaveURL(/language=ja/);
});

test("each search that Enter ended is a place to go back to", async ({ page }) => {
  await page.goto("/search?q=SRE&lang=en");
  const box = page.getByRole("searchbox");
  for (const words of ["postmortem", "burnout"]) {
    await box.fill(words.slice(0, 4));
    await expect(page).toHaveURL(new RegExp(`q=${words.slice(0, 4)}$`));
    await box.fill(words);
    await box.press("Enter");
    await expect(page).toHaveURL(new RegExp(`q=${words}$`));
  }
  const found = await page.locator("[data-search=told] b").textContent();
  await page.goBack();
  await expect(box).toHaveValue("postmortem");
  await expect(page.locator("[data-search=told] b")).not.toHaveText(found ?? "?");
  await page.goBack();
  await expect(box).toHaveValue("SRE");
  await page.goForward();
  await expect(box).toHaveValue("postmortem");
});

test("a search that fails is told where the results were, and Enter tries again", async ({ page, context }) => {
  await page.goto("/search?q=SRE&lang=en");
  await context.setOffline(true);
  const box = page.getByRole("searchbox");
  await box.fill("burnout");
  await expect(page.getByText("The search failed.").last()).toBeVisible();
  await expect(page.locator(".entry").first()).toBeHidden();
  await context.setOffline(false);
  await box.press("Enter");
  await expect(page).toHaveURL(/q=burnout/);
  await expect(page.locator(".entry").first()).toBeVisible();
  await expect(page.locator("[data-search=failed]")).toBeHidden();
});

test("a word that is misspelt leads on", async ({ page }) => {
  await page.goto("/search?q=enginering%20manger&lang=en");
  const meant = page.locator("[data-search=told] a");
  await expect(meant).toHaveText(/engineering manager/i);
  await meant.click();
  await expect(page.locator(".entry").first()).toBeVisible();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("one searches, narrows and turns the page", async ({ page }) => {
    await page.goto("/search?limit=2");
    await page.getByRole("searchbox").fill("SRE");
    await page.getByRole("search").getByRole("button").click();
    await expect(page).toHaveURL(/q=SRE/);
    const first = await page.locator(".entry h3 a").allTextContents();
    expect(first).toHaveLength(2);
    await page.locator("a[rel=next]").click();
    const second = await page.locator(".entry h3 a").allTextContents();
    expect(second.some((it) => first.includes(it))).toBe(false);
    await expect(page.locator("[data-search=told]")).toContainText("3–4");
    await page.locator("a[rel=prev]").click();
    expect(await page.locator(".entry h3 a").allTextContents()).toEqual(first);
  });
});
