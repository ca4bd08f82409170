import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { LANGUAGES, RULES, SCHEMES, SCREENS } from "./pages.ts";

let n = 0;

/** Signs in as somebody new, on a page that then leads to `next`. */
async function signIn(page: Page, next: string): Promise<string> {
  n += 1;
  const handle = `writer-${process.pid.toString(36)}-${n}`;
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.fill("input[name=handle]", handle);
  await page.fill("input[name=display_name]", "Tsuzura");
  await page.locator("form:has(input[name=handle]) button").last().click();
  await page.waitForURL((url) => url.pathname === next.split("?")[0]);
  return handle;
}

const press = (page: Page, value: string) => page.locator(`button[name=do][value="${value}"]:not(.vh)`).first().click();
const field = (page: Page, name: string) => page.locator(`main [name="${name}"]`);

/** Answers the three questions; the story is then complete. */
async function answer(page: Page): Promise<void> {
  await field(page, "transitions/0/from_role").selectOption("sre");
  await field(page, "transitions/0/to_role").selectOption("technical-writer");
  await field(page, "transitions/0/started_on").fill("2021");
  await field(page, "transitions/0/route").selectOption("position-created");
  await field(page, "tips/0/text_md").fill("Count the problems that nobody owns.");
  await field(page, "tips/0/audience").selectOption("undecided");
}

/** A complete draft's edit page. */
async function draft(page: Page): Promise<string> {
  await signIn(page, "/write");
  await answer(page);
  await press(page, "more");
  await page.waitForURL(/\/stories\/[^/]+\/edit$/);
  return new URL(page.url()).pathname;
}

for (const language of LANGUAGES) {
  test.describe(`without JavaScript, on a phone, in ${language}`, () => {
    test.use({ javaScriptEnabled: false, viewport: SCREENS.phone, locale: language });

    test("three questions make a story, and it is published", async ({ page, doings }) => {
      await signIn(page, "/write");
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await answer(page);
      await field(page, "transitions/0/started_on").fill("2999-01");
      await press(page, "check");
      await expect(page.locator(".notice-fault a")).toHaveAttribute("href", "#f-transitions-0-started_on");
      await expect(field(page, "transitions/0/started_on")).toHaveAttribute("aria-invalid", "true");
      await expect(field(page, "tips/0/text_md")).toHaveValue("Count the problems that nobody owns.");

      await field(page, "transitions/0/started_on").fill("2021");
      await press(page, "check");
      await page.waitForURL(/\/publish(\?|$)/);
      await press(page, "publish");
      await page.waitForURL(/\/stories\/[a-z0-9-]+$/);
      await expect(page.getByText("Count the problems that nobody owns.").first()).toBeVisible();
      expect(doings.foreign).toEqual([]);
    });

    test("parts are added, moved and removed, and what was typed stays", async ({ page }) => {
      await draft(page);
      await press(page, "add/tips");
      await field(page, "tips/1/text_md").fill("Second");
      await press(page, "up/tips/1");
      await expect(field(page, "tips/0/text_md")).toHaveValue("Second");
      await expect(field(page, "tips/1/text_md")).toHaveValue("Count the problems that nobody owns.");
      await expect(page.locator("button[autofocus]")).toHaveAttribute("value", "down/tips/0");
      await press(page, "remove/tips/0");
      await expect(field(page, "tips/0/text_md")).toHaveValue("Count the problems that nobody owns.");
      await expect(field(page, "tips/1/text_md")).toHaveCount(0);
    });
  });
}

test("what breaks a rule is kept as it was typed, beside what is wrong", async ({ page }) => {
  await draft(page);
  const long = "あ".repeat(200);
  await field(page, "title").fill(long);
  await press(page, "save");

  await expect(field(page, "title")).toHaveValue(long);
  await expect(field(page, "title")).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator(".notice-fault")).toBeFocused();
});

test("readers see a change when it is saved, and not before", async ({ page, browser, server }) => {
  const edit = await draft(page);
  await press(page, "publish");
  await press(page, "publish");
  await page.waitForURL(/\/stories\/[a-z0-9-]+$/);
  const address = page.url();
  await page.goto(edit);
  await field(page, "title").fill("A title that waits");
  await press(page, "keep");

  const reader = await (await browser.newContext({ baseURL: server })).newPage();
  await reader.goto(address);
  await expect(reader.locator("h1")).not.toHaveText("A title that waits");
  await press(page, "preview");
  await expect(page.locator("h1")).toHaveText("A title that waits");
  await page.goto(edit);
  await press(page, "save");
  await reader.reload();
  await expect(reader.locator("h1")).toHaveText("A title that waits");
  await reader.context().close();
});

test("the second of two windows sees both texts, and loses neither", async ({ page, context }) => {
  const edit = await draft(page);
  const other = await context.newPage();
  await other.goto(edit);
  await field(other, "summary").fill("Written in the other window");
  await press(other, "save");
  await field(page, "summary").fill("Written in this window");
  await press(page, "save");

  await expect(page.locator(".preserve", { hasText: "Written in this window" })).toBeVisible();
  await expect(page.locator(".preserve", { hasText: "Written in the other window" })).toBeVisible();
  await press(page, "save");
  await page.waitForURL(/done=saved/);
  await expect(field(page, "summary")).toHaveValue("Written in this window");
});

test("a form that outlived its session is sent again after signing in", async ({ page, context }) => {
  await draft(page);
  await field(page, "summary").fill("Typed while the session ended");
  await context.clearCookies();
  await press(page, "save");

  await expect(page.locator("main input[type=hidden][value='Typed while the session ended']")).toHaveCount(1);
});

test("the back button brings what was typed before a button was pressed", async ({ page }) => {
  await draft(page);
  await field(page, "summary").fill("Typed before going on");
  await press(page, "preview");
  await page.waitForURL(/preview$/);
  await page.goBack();

  await expect(field(page, "summary")).toHaveValue("Typed before going on");
});

test("a deleted story is brought back", async ({ page }) => {
  const edit = await draft(page);
  await page.locator("button[formaction$='/delete']").click();
  await page.waitForURL(/\/write/);
  expect((await page.goto(edit))?.status()).toBe(404);
  await page.goto("/write");
  await page.locator("form[action$='/restore'] button").click();
  await page.waitForURL((url) => url.pathname === edit);
  await expect(field(page, "tips/0/text_md")).toHaveValue("Count the problems that nobody owns.");
});

test("before it is published anonymously its author is told what may give them away", async ({ page }) => {
  await signIn(page, "/write");
  await answer(page);
  await field(page, "transitions/0/started_on").fill("2021-04");
  await page.locator("input[name=byline][value=anonymous]").check();
  await press(page, "check");

  await expect(page.locator("#anonymous")).toBeVisible();
  const told = page.locator("section:has(#anonymous) li a");
  await expect(told.first()).toHaveAttribute("href", /edit#f-transitions-0-started_on$/);
  await press(page, "publish");
  await page.waitForURL(/\/stories\/[a-z0-9-]+$/);
  await expect(page.locator(".story-head")).toContainText(/匿名|Anonymous/);
  await expect(page.locator(".story-head, section:has(#author)")).not.toContainText("Tsuzura");
});

test("the whole way is walked by keyboard alone", async ({ page }) => {
  await signIn(page, "/write");
  await field(page, "transitions/0/from_role").focus();
  await page.keyboard.type("SRE");
  await page.keyboard.press("Tab");
  await field(page, "transitions/0/to_role").selectOption("cto");
  await field(page, "transitions/0/route").selectOption("promoted");
  await field(page, "tips/0/text_md").focus();
  await page.keyboard.type("Ask.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.locator("button[value=check]").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/publish(\?|$)/);
  await page.locator("button[value=publish]").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/stories\/[a-z0-9-]+$/);
});

test("an article that one has is pasted, its parts are assigned, and it becomes a draft", async ({ page, doings }) => {
  await signIn(page, "/write/import");
  await field(page, "text").fill("# From SRE to CTO\n\nA lead.\n\n## Challenges\n\nNobody.\n\n## Advice\n\nAsk.\n");
  await press(page, "read");
  await expect(field(page, "title")).toHaveValue("From SRE to CTO");
  await field(page, "use/1").selectOption("reflection");
  await press(page, "draft");
  await page.waitForURL(/\/edit\?done=imported$/);
  await expect(field(page, "summary")).toHaveValue("A lead.");
  await expect(field(page, "reflection_md")).toHaveValue(/Nobody\./);
  await expect(field(page, "tips/0/text_md")).toHaveValue(/Ask\./);
  expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
});

test("a file of HTML is chosen, and nothing in it is executed or fetched", async ({ page, doings }) => {
  await signIn(page, "/write/import");
  const html = `<h1>T</h1><p onclick="alert(1)">A<img src="https://evil.example/x.png" onerror="alert(2)"></p>
    <script>alert(3)</script><h2>Tips</h2><p>Ask <a href="javascript:alert(4)">me</a>.</p>`;
  const file = { name: "article.html", mimeType: "text/html", buffer: Buffer.from(html) };
  await page.locator("input[type=file]").setInputFiles(file);
  await press(page, "read");
  await press(page, "draft");
  await page.waitForURL(/\/edit/);
  await press(page, "preview");
  await page.waitForURL(/preview$/);
  await expect(page.locator("main")).toContainText("Ask me.");
  expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
});

test("a removed part is brought back beside what was typed since", async ({ page }) => {
  await draft(page);
  await press(page, "remove/tips/0");
  await field(page, "summary").fill("Typed since");
  await press(page, "undo");
  await expect(field(page, "tips/0/text_md")).toHaveValue("Count the problems that nobody owns.");
  await expect(field(page, "summary")).toHaveValue("Typed since");
});

for (const language of LANGUAGES) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of SCHEMES) {
      test.describe(`the desk in ${language}, ${screen}, ${colorScheme}`, () => {
        test.use({ viewport, colorScheme, locale: language });

        test("is open to everyone", async ({ page, doings }) => {
          const edit = await draft(page);
          await press(page, "add/links");
          await field(page, "links/0/title").fill("Half");
          await press(page, "save");
          const story = edit.replace(/edit$/, "");
          const desk = [edit, `${edit}?check=save`, `${story}publish`, `${story}preview`, "/write", "/write/import"];
          for (const path of desk) {
            await page.goto(path);
            await expect(page.locator("h1")).toHaveCount(1);
            const sideways = await page.evaluate(() => {
              const { scrollWidth, clientWidth } = document.documentElement;
              return scrollWidth - clientWidth;
            });
            expect(sideways, `pixels of sideways scrolling on ${path}`).toBeLessThanOrEqual(0);
            const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
            expect(violations.map(({ id, nodes }) => [path, id, ...nodes.map((it) => it.html)])).toEqual([]);
          }
          expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
        });
      });
    }
  }
}

test("Enter keeps what was typed, whatever notices stand above", async ({ page }) => {
  await draft(page);
  await press(page, "remove/tips/0");
  await field(page, "title").fill("First");
  await field(page, "title").press("Enter");
  await press(page, "discard");
  await field(page, "title").fill("Second");
  await field(page, "title").press("Enter");
  await page.waitForURL(/done=kept/);
  await expect(field(page, "title")).toHaveValue("Second");
});

test("what is typed is kept by itself, and the next button does not meet it", async ({ page, doings }) => {
  const edit = await draft(page);
  await field(page, "summary").fill("Typed, and no button pressed");
  await expect(page.locator("[data-editor-state]")).not.toBeEmpty();
  const other = await page.context().newPage();
  await other.goto(edit);
  await expect(field(other, "summary")).toHaveValue("Typed, and no button pressed");
  await field(page, "summary").fill("Typed on, and saved at once");
  await press(page, "save");
  await page.waitForURL(/done=saved/);
  await expect(field(page, "summary")).toHaveValue("Typed on, and saved at once");
  expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
});

test("what could not be kept is told, and kept when it can be", async ({ page, context }) => {
  const edit = await draft(page);
  await context.setOffline(true);
  await field(page, "summary").fill("Typed in a tunnel");
  await expect(page.locator("[data-editor-failure]")).not.toBeEmpty();
  await context.setOffline(false);
  await field(page, "summary").fill("Typed after the tunnel");
  await expect(page.locator("[data-editor-state]")).not.toBeEmpty();
  await expect(page.locator("[data-editor-failure]")).toBeEmpty();
  await page.goto(edit);
  await expect(field(page, "summary")).toHaveValue("Typed after the tunnel");
});
