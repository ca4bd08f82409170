// Titles that nobody foresaw, and careers longer than most: pages stay in shape.
import type { APIRequestContext } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const TITLES: Record<string, string> = {
  long: "Everything that happened between my first night on call and the day I signed the budget, in order of time".padEnd(
    120,
    "!",
  ),
  unbroken: "Site".padEnd(120, "reliability"),
  japanese: "終わりのない題名の話".repeat(12),
  rightToLeft: "من مهندس موثوقية إلى مدير، وماذا تعلمت (SRE)!",
  emoji: "👩🏽‍🚒🔥🚒 → 👩🏽‍💼📈🏔️ 🇯🇵🇳🇿",
  zalgo:
    "S\u0334\u030d\u0353R\u0337\u0352\u0354E\u0336\u0311\u0323 d\u0335\u0344\u0345o\u0338\u0302\u0359w\u0336\u0350\u0347n".padEnd(
      100,
      "\u0334\u030d\u0311\u0302\u0350\u0352",
    ),
  quotes: `"'>&lt;b&gt; <i>not markup</i> {{ site }} %s \\u0000`,
};
const ROLES = ["sre", "tech-lead", "engineering-manager"];
const authorization = `Bearer ${process.env.GUIDEPOST_TEST_TOKEN}`;

for (const [kind, title] of Object.entries(TITLES)) {
  test(`a title that is ${kind} stays in its place`, async ({ page, request }) => {
    const slug = await publish(request, title, 1);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of [`/stories/${slug}`, "/stories?author=tester", "/people/tester", "/roles/tech-lead", "/"]) {
        await page.goto(path);
        await isInShape(page, `${path}, ${width} wide`);
      }
      await page.goto(`/stories/${slug}`);
      await expect(page.locator("h1")).toHaveText(title.normalize("NFC"));
    }
  });
}

for (const steps of [1, 20]) {
  test(`a story with ${steps} transitions stays in its place`, async ({ page, request }) => {
    const slug = await publish(request, `A story of ${steps}`, steps);
    for (const width of [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of [`/stories/${slug}`, "/stories?author=tester"]) {
        await page.goto(path);
        await isInShape(page, `${path}, ${width} wide`);
      }
      await page.goto(`/stories/${slug}`);
      await expect(page.locator(".trailhead .path li")).toHaveCount(steps + 1);
      await expect(page.locator(".chapter")).toHaveCount(steps);
      // The strip is a list with a name for those who listen.
      await expect(page.locator(".trailhead").getByRole("list")).toHaveAccessibleName(/./);
      await expect(page.locator(".trailhead").getByRole("listitem")).toHaveCount(steps + 1);
    }
  });
}

async function publish(request: APIRequestContext, title: string, steps: number): Promise<string> {
  const transitions = Array.from({ length: steps }, (_, n) => ({
    from_role: ROLES[n % ROLES.length],
    to_role: ROLES[(n + 1) % ROLES.length],
    route: "promoted",
    started_on: `${2000 + n}`,
  }));
  const tips = [{ audience: "everyone", text_md: title }];
  const data = { language: "en", title, summary: title.repeat(6), transitions, tips };
  const created = await request.post("/api/v1/stories", { headers: { authorization }, data });
  expect(created.status(), await created.text()).toBe(201);
  const { id } = await created.json();
  const headers = { authorization, "if-match": created.headers().etag ?? "" };
  const published = await request.post(`/api/v1/stories/${id}/publish`, { headers });
  expect(published.status(), await published.text()).toBe(200);
  return (await published.json()).slug;
}

/** Nothing scrolls sideways, no title leaves its box, and no label of a strip lies on another one. */
async function isInShape(page: import("@playwright/test").Page, where: string): Promise<void> {
  const wrong = await page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.push(`${scrollWidth - clientWidth} pixels sideways`);
    for (const it of document.querySelectorAll("h1, h2, h3, .lede, .entry-sum, .path-role, .meta > *")) {
      const box = it.getBoundingClientRect();
      if (box.width > 0 && (box.left < -1 || box.right > clientWidth + 1))
        found.push(`outside: ${it.outerHTML.slice(0, 90)}`);
    }
    for (const path of document.querySelectorAll(".path")) {
      const boxes = [...path.querySelectorAll(".path-role, .path-when > *")].map((it) => {
        const range = document.createRange();
        range.selectNodeContents(it);
        return range.getBoundingClientRect();
      });
      boxes.forEach((a, n) => {
        for (const b of boxes.slice(n + 1)) {
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          if (across > 1 && down > 3) found.push(`overlap in ${path.textContent?.trim().slice(0, 60)}`);
        }
      });
    }
    return [...new Set(found)];
  });
  expect(wrong, where).toEqual([]);
}
