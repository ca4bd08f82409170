// Reading by other means: the keyboard, twice the size, other colours, less motion, paper.
import { expect, test } from "./fixtures.ts";
import { LANGUAGES, PAGES, spoken } from "./pages.ts";

const READ = ["home", "filtered", "story", "role"] as const;

for (const name of PAGES) {
  test(`${name} is whole at 200 % and at 400 %`, async ({ page, paths }) => {
    // A screen of 1280 pixels has room for 640 of a page at twice the size, and for 320 at four times.
    for (const width of [640, 320]) {
      await page.setViewportSize({ width, height: 512 });
      for (const language of LANGUAGES) {
        await page.goto(spoken(paths[name], language));
        const sideways = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return scrollWidth - clientWidth;
        });
        expect(sideways, `${name} in ${language}, ${width} wide`).toBeLessThanOrEqual(0);
      }
    }
  });
}

for (const name of READ) {
  test(`${name} can be walked by keyboard, and one sees where one is`, async ({ page, paths }) => {
    test.setTimeout(120_000);
    await page.goto(paths[name]);
    const all = await page.evaluate(
      () =>
        [
          ...document.querySelectorAll<HTMLElement>("a[href], button, select, input:not([type=hidden]), summary"),
        ].filter((it) => it.checkVisibility({ visibilityProperty: true })).length,
    );
    let reached = 0;
    for (; reached <= all; reached++) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const it = document.activeElement;
        if (!(it instanceof HTMLElement) || it === document.body) return undefined;
        const { outlineStyle, outlineWidth } = getComputedStyle(it);
        // A text of several lines is where any of its lines is.
        const boxes = [...it.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
        const isInView = boxes.some((box) => box.bottom > 0 && box.top < innerHeight);
        const what = it.outerHTML.slice(0, 120);
        return { what, isOutlined: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2, isInView };
      });
      if (focused === undefined) break;
      expect(focused, focused.what).toMatchObject({ isOutlined: true, isInView: true });
    }
    expect(reached, "places that the focus reached").toBe(all);
  });

  test(`${name} keeps its marks in forced colours`, async ({ page, paths }) => {
    await page.emulateMedia({ forcedColors: "active" });
    await page.goto(paths[name]);
    const invisible = await page.evaluate(() => {
      const ground = getComputedStyle(document.body).backgroundColor;
      const wrong: string[] = [];
      const check = (selector: string, colour: (style: CSSStyleDeclaration) => string) => {
        for (const it of document.querySelectorAll(selector)) {
          if (it.checkVisibility() && colour(getComputedStyle(it)) === ground) wrong.push(selector);
        }
      };
      check(".path-line .here, .path-line .ring, .path-line path:first-child, .roads-line path", (it) => it.stroke);
      check(".bar rect", (it) => it.fill);
      for (const selector of [".board", ".chosen a:not(.button)", ".button", ".input"]) {
        check(selector, (it) => (it.borderBlockStartStyle === "none" ? ground : it.borderBlockStartColor));
      }
      return wrong;
    });
    expect(invisible).toEqual([]);
    await expect(page.locator(".path-line .here").first()).toBeAttached();
  });
}

test("nothing moves for those who asked for less motion", async ({ page, paths }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(paths.home);
  const board = page.locator("#decided .board").first();
  await board.scrollIntoViewIfNeeded();
  const before = await board.boundingBox();
  await board.hover();
  expect(await board.boundingBox()).toEqual(before);
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});

test("a story is printed as a story", async ({ page, paths }) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto(paths.story);
  for (const selector of [".masthead nav", ".tools", ".toc", ".footer"]) {
    await expect(page.locator(selector)).toBeHidden();
  }
  await expect(page.locator("h1")).toBeVisible();
  const { paper, ink, heading } = await page.evaluate(() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
    heading: getComputedStyle(document.querySelector(".part > h2") ?? document.body).position,
  }));
  expect({ paper, heading }).toEqual({ paper: "rgb(255, 255, 255)", heading: "static" });
  expect(ink).toBe("rgb(23, 33, 28)");
});

test("the first view of a story is light", async ({ page, paths }) => {
  const sizes: Promise<number>[] = [];
  page.on("requestfinished", (request) => {
    sizes.push(request.sizes().then((it) => it.responseBodySize + it.responseHeadersSize));
  });
  await page.goto(paths.story, { waitUntil: "networkidle" });
  const bytes = (await Promise.all(sizes)).reduce((sum, it) => sum + it, 0);
  expect(sizes.length).toBeGreaterThan(1);
  expect(bytes).toBeLessThan(30 * 1024);
});

test("the role that one has is chosen without JavaScript", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/?lang=en");
  await page.getByLabel("Your role now").selectOption("engineering-manager");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/\?from=engineering-manager#went-on$/);
  await expect(page.getByRole("heading", { name: "Where others went from Engineering manager" })).toBeVisible();
  await context.close();
});
