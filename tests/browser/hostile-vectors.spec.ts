// Known ways to make a page run or load what its author put there, each in every text of a story.
import { readFileSync } from "node:fs";
import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { type Doings, expect, test, watch } from "./fixtures.ts";

type Vectors = { published: Record<string, string[]>; refused: string[] };
const { published, refused }: Vectors = JSON.parse(readFileSync(new URL("xss.json", import.meta.url), "utf8"));
const VECTORS = Object.values(published).flat();

/** How many vectors one story holds: each stands in one part of every kind. */
const PER_STORY = 15;
/** The last of a story's roles, whose page shows its tips. */
const ROLES = ["sre", "tech-lead"];

/** What our pages are made of. Whatever else stands in `main` came from a text. */
const ELEMENTS =
  "a article aside b bdi blockquote br button caption circle code dd del details div dl dt em fieldset footer form g h1 h2 h3 h4 h5 h6 " +
  "header hr input label legend li main nav ol option optgroup p path pre rect section select small span strong summary sup svg " +
  "table tbody td th thead time tr ul wbr";
/** What running text is made of. */
const TEXT_ELEMENTS =
  "a blockquote br code del em h4 h5 h6 hr li ol p pre section strong sup table tbody td th thead tr ul";

const authorization = `Bearer ${process.env.GUIDEPOST_TEST_TOKEN}`;

test("hostile texts in every place do nothing", async ({ browser, request, server, doings, page }) => {
  test.setTimeout(600_000);
  expect(VECTORS.length).toBeGreaterThanOrEqual(150);
  expect(new Set(VECTORS).size, "no vector twice").toBe(VECTORS.length);

  const slugs: string[] = [];
  for (let from = 0; from < VECTORS.length; from += PER_STORY) {
    slugs.push(await publish(request, VECTORS.slice(from, from + PER_STORY), `Story ${slugs.length}`));
  }
  const pages = [
    ...slugs.map((it) => `/stories/${it}`),
    ...(await listPages(request)),
    `/roles/${ROLES.at(-1)}`,
    "/people/tester",
    "/",
  ];
  for (const path of pages) {
    await visit(page, path);
    // The vectors are really on the page: their words are, once in each of four texts.
    const words = (await page.locator("article").allInnerTexts()).join().match(/word0end/g) ?? [];
    if (path.startsWith("/stories/")) expect(words.length, path).toBe(4);
  }
  expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });

  // The policy of the answers would stop most of it: here it may not help.
  const bare = await withoutPolicy(browser, server);
  for (const path of pages) await visit(bare.page, path);
  expect(bare.doings).toEqual({ errors: [], foreign: [], dialogs: [] });
  await bare.page.context().close();
});

test("characters that deceive are refused", async ({ request }) => {
  const story = (text: string) => ({ language: "en", title: "A title", summary: "A summary", reflection_md: text });
  expect(refused.length).toBeGreaterThan(0);
  for (const vector of refused) {
    for (const data of [story(vector), { ...story("A text"), title: vector }]) {
      const answer = await request.post("/api/v1/stories", { headers: { authorization }, data });
      expect(answer.status(), vector).toBe(422);
      expect(await answer.text()).toContain("forbidden_character");
    }
  }
});

async function publish(request: APIRequestContext, vectors: string[], title: string): Promise<string> {
  const data = story(vectors, title);
  const created = await request.post("/api/v1/stories", { headers: { authorization }, data });
  expect(created.status(), await created.text()).toBe(201);
  const { id } = await created.json();
  const headers = { authorization, "if-match": created.headers().etag ?? "" };
  const answer = await request.post(`/api/v1/stories/${id}/publish`, { headers });
  expect(answer.status(), await answer.text()).toBe(200);
  const { slug } = await answer.json();
  return slug;
}

/** A story with each vector in every kind of text that takes one as long. */
function story(vectors: string[], title: string) {
  const word = (n: number) => `word${n}end`;
  const text = (vector: string, n: number) => `${word(n)}\n\n${vector}`;
  const line = (vector: string, max: number) => ([...vector].length < max ? vector : undefined);
  const first = (max: number) => vectors.find((it) => [...it].length < max) ?? "";
  return {
    language: "en",
    title: `${title} ${first(100)}`,
    summary: `${title} ${first(780)}`,
    transitions: vectors.map((vector, n) => ({
      from_role: ROLES[n % 2],
      to_role: ROLES[(n + 1) % 2],
      route: "promoted",
      title: line(vector, 80),
      organisation: line(vector, 120),
      story_md: text(vector, n),
    })),
    challenges: vectors.map((vector, n) => ({
      kind: "few-role-models",
      approach: "widened-the-view",
      faced_md: text(vector, n),
      response_md: vector,
      hindsight_md: vector,
    })),
    practices: vectors.map((vector, n) => ({
      practice: "error-budget",
      applied_to: line(vector, 120) ?? "meetings",
      how_md: text(vector, n),
      indicator: line(vector, 200),
      caveat_md: vector,
    })),
    tips: vectors.map((vector, n) => ({ audience: "everyone", text_md: text(vector, n) })),
    reflection_md: vectors[0],
    links: vectors.slice(0, 10).map((vector, n) => ({
      kind: "article",
      url: `https://elsewhere.example/${n}?"><img/src/onerror=window.pwned=1>${encodeURIComponent(vector)}`,
      title: line(vector, 120) ?? "A link",
    })),
  };
}

/** The pages of the list that show these stories. */
async function listPages(request: APIRequestContext): Promise<string[]> {
  const paths: string[] = [];
  let next: string | undefined = "/stories?author=tester";
  while (next) {
    paths.push(next);
    const html = await (await request.get(next)).text();
    next = html.match(/href="([^"]+)" rel="next"/)?.[1]?.replaceAll(/&(amp|#38);/g, "&");
    expect(paths, "a page leads on, not back").not.toContain(next);
  }
  return paths;
}

async function withoutPolicy(browser: Browser, server: string): Promise<{ page: Page; doings: Doings }> {
  const context = await browser.newContext({ baseURL: server, bypassCSP: true });
  const page = await context.newPage();
  await context.route(
    (url) => url.origin !== server,
    (route) => route.abort(),
  );
  return { page, doings: watch(page, server) };
}

async function visit(page: Page, path: string): Promise<void> {
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(200);
  await touchEverything(page);
  expect(await page.evaluate(() => (window as { pwned?: unknown }).pwned), path).toBeUndefined();
  expect(new URL(page.url()).pathname + new URL(page.url()).search, "still the same page").toBe(path);
  expect(await strangers(page), path).toEqual([]);
}

/** The pointer over every element, the focus on every link, and what animations and media would tell. */
async function touchEverything(page: Page): Promise<void> {
  const links = page.locator("main a");
  if ((await links.count()) > 0) {
    await links.first().hover();
    await links.last().focus();
  }
  await page.evaluate(() => {
    const names = [
      ..."mouseover mouseenter mousemove mouseout pointerover pointerenter pointermove focus focusin blur".split(" "),
      ..."load error toggle beforetoggle animationstart animationend transitionend begin start scroll wheel".split(" "),
    ];
    for (const element of document.querySelectorAll<HTMLElement>("main *")) {
      element.focus({ preventScroll: true });
      for (const name of names) element.dispatchEvent(new Event(name, { bubbles: false }));
    }
  });
}

/** Elements and attributes that no page of ours has; nothing when all is well. */
function strangers(page: Page): Promise<string[]> {
  return page.evaluate(
    ([elements, textElements]) => {
      const found: string[] = [];
      const known = new Set(elements?.split(" "));
      const inText = new Set(textElements?.split(" "));
      const addresses = /^(https?:\/\/|mailto:|\/(?!\/)|#|\?)/;
      const ids = new Map<string, number>();
      for (const element of document.querySelectorAll("main *")) {
        const name = element.localName;
        const stands = () => `${element.outerHTML.slice(0, 200)}`;
        const prose = element.parentElement?.closest(".prose, .stack-prose, .reflection, .tips li, .hindsight");
        if (!known.has(name)) found.push(`element ${stands()}`);
        if (prose && !inText.has(name) && !element.matches(".tips li > div, .tips li > p.small")) {
          found.push(`in a text ${stands()}`);
        }
        for (const { name: attribute, value } of element.attributes) {
          if (/^on|^style$|^src|^formaction$|^ping$|^background$|^poster$|^data$|^xlink/.test(attribute)) {
            found.push(`attribute ${attribute} ${stands()}`);
          }
          if (attribute === "href" && !addresses.test(value)) found.push(`address ${stands()}`);
          if (attribute === "name" && prose) found.push(`name ${stands()}`);
        }
        if (element.id) ids.set(element.id, (ids.get(element.id) ?? 0) + 1);
        if (element.id && prose && !/^([tcp]\d+[a-z]?|r|s[0-9a-f]{8}-a\d+)-/.test(element.id))
          found.push(`id ${stands()}`);
      }
      for (const [id, n] of ids) if (n > 1) found.push(`${n} times the id ${id}`);
      return found;
    },
    [ELEMENTS, TEXT_ELEMENTS],
  );
}
