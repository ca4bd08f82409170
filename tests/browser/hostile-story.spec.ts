import { expect, test } from "./fixtures.ts";

/** Markdown that says one word and tries everything else. */
const hostile = (word: string) =>
  [
    word,
    "<script>window.pwned=1</script>",
    '<img src=x onerror="window.pwned=1">',
    '<svg onload="window.pwned=1"></svg><iframe srcdoc="<script>parent.pwned=1</script>"></iframe>',
    "[x](javascript:window.pwned=1)",
    "![a picture](https://elsewhere.example/picture.png)",
    '<style>h1{display:none}</style><p style="position:fixed;inset:0">over everything</p>',
  ].join("\n\n");

const STORY = {
  language: "en",
  title: "A title <script>window.pwned=1</script> to read",
  summary: 'A summary <img src=x onerror="window.pwned=1"> to read',
  transitions: [
    { from_role: "sre", to_role: "tech-lead", route: "promoted", started_on: "2019", story_md: hostile("firstturn") },
    {
      from_role: "tech-lead",
      to_role: "engineering-manager",
      title: '"><script>window.pwned=1</script>',
      route: "position-created",
      started_on: "2021-04",
      story_md: hostile("secondturn"),
    },
  ],
  challenges: [
    {
      kind: "few-role-models",
      faced_md: hostile("facedtext"),
      approach: "widened-the-view",
      response_md: hostile("responsetext"),
      hindsight_md: hostile("hindsighttext"),
    },
  ],
  practices: [
    {
      practice: "error-budget",
      applied_to: "<script>window.pwned=1</script> planning",
      how_md: hostile("howtext"),
      caveat_md: hostile("caveattext"),
    },
  ],
  tips: [{ audience: "undecided", text_md: hostile("tiptext") }],
  reflection_md: hostile("reflectiontext"),
  links: [{ kind: "slides", url: "https://slides.example/talk", title: "<b onclick=window.pwned=1>Slides</b>" }],
};
const WORDS = [
  "firstturn",
  "secondturn",
  "facedtext",
  "responsetext",
  "hindsighttext",
  "howtext",
  "caveattext",
  "tiptext",
  "reflectiontext",
];

test("a hostile story is shown, and nothing of it runs", async ({ page, request, doings }) => {
  const authorization = `Bearer ${process.env.GUIDEPOST_TEST_TOKEN}`;
  const created = await request.post("/api/v1/stories", { headers: { authorization }, data: STORY });
  expect(created.status(), await created.text()).toBe(201);
  const { id } = await created.json();
  const published = await request.post(`/api/v1/stories/${id}/publish`, {
    headers: { authorization, "if-match": created.headers().etag ?? "" },
  });
  expect(published.status(), await published.text()).toBe(200);
  const { slug } = await published.json();

  await page.goto(`/stories/${slug}`);
  for (const word of WORDS) await expect(page.getByText(word)).toBeVisible();
  await expect(page.locator("h1")).toHaveText(STORY.title);
  const links = page.locator("main a");
  // Whatever looks like a link of the author's is followed no further than a click that leads nowhere.
  const targets = await links.evaluateAll((all) => all.map((it) => it.getAttribute("href") ?? ""));
  expect(targets.filter((it) => /^\s*(javascript|data|vbscript):/i.test(it))).toEqual([]);
  const handlers = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((it) =>
        it.getAttributeNames().some((name) => /^(on|style$)/.test(name)),
      ).length,
  );
  expect(handlers, "elements with handlers or styles of their own").toBe(0);
  await expect(page.locator("main :is(script, iframe, style, object, embed, img)")).toHaveCount(0);

  expect(await page.evaluate(() => (window as { pwned?: unknown }).pwned)).toBeUndefined();
  expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
});
