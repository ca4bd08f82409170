import { expect, test } from "./fixtures.ts";
import { PAGES } from "./pages.ts";

test.use({ javaScriptEnabled: false });

for (const name of PAGES) {
  test(`${name} shows itself without JavaScript`, async ({ page, paths }) => {
    await page.goto(paths[name]);

    await expect(page.locator("h1")).toBeVisible();
    await expect(page.getByRole("main")).toBeVisible();
  });
}

test("the list of stories is filtered without JavaScript", async ({ page, request }) => {
  const newest = await (await request.get("/api/v1/stories?limit=1")).json();
  const role: string = newest.items[0].path.at(-1);
  const expected = await (await request.get(`/api/v1/stories?limit=100&to=${role}`)).json();
  const addresses = expected.items.map((it: { slug: string }) => `/stories/${it.slug}`);

  await page.goto("/stories");
  await expect(page.locator(".entry").first()).toBeVisible();
  await page.locator(".sentence select[name=to]").selectOption(role);
  await page.locator(".sentence button").click();

  await expect(page).toHaveURL(new RegExp(`[?&]to=${role}(&|$)`));
  await expect(page.locator(".sentence select[name=to]")).toHaveValue(role);
  const shown = await page
    .locator(".entry h3 a, .entry h2 a")
    .evaluateAll((links) => links.map((it) => it.getAttribute("href")));
  expect(shown.length).toBeGreaterThan(0);
  expect(addresses).toEqual(expect.arrayContaining(shown));
});
