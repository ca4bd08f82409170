// The public pages, and the ways in which a reader may meet them.

import type { Page } from "@playwright/test";

export const LANGUAGES = ["ja", "en"] as const;
export const SCHEMES = ["light", "dark"] as const;
export const SCREENS = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
} as const;

export const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

export const PAGES = [
  "home",
  "stories",
  "filtered",
  "nothing",
  "story",
  "roles",
  "role",
  "unwritten",
  "person",
  "search",
  "notFound",
  "about",
  "design",
  "docs",
  "signIn",
  "absent",
] as const;
export type PageName = (typeof PAGES)[number];
export type Paths = Record<PageName, string>;

/** Those that stand at the same address on every server; of the sample community nobody became CISO. */
const FIXED = {
  home: "/",
  stories: "/stories",
  filtered: "/stories?from=sre&to=track:management&language=ja",
  nothing: "/stories?from=sre&to=ciso&challenge=pay-or-grade",
  roles: "/roles",
  role: "/roles/engineering-manager",
  unwritten: "/roles/ciso",
  search: "/search?q=SRE",
  notFound: "/search?q=xyzzyxq",
  about: "/about",
  design: "/about/design",
  docs: "/api/docs",
  signIn: "/sign-in",
  absent: "/no/such/page",
};

/** The pages of whoever is signed in, by their address. */
export const MEMBER_PAGES = {
  profile: "/settings/profile",
  sessions: "/settings/sessions",
  tokens: "/settings/tokens",
} as const;

/** Signs in as somebody new. */
export async function signIn(page: Page, handle: string, name: string): Promise<void> {
  await page.goto("/sign-in?next=/settings/profile");
  await page.fill("input[name=handle]", handle);
  await page.fill("input[name=display_name]", name);
  await page.locator("form:has(input[name=handle]) button").last().click();
  await page.waitForURL("**/settings/profile");
}

/** Where each page is on this server: the story is the first in the list that has a named author. */
export async function findPaths(base: string): Promise<Paths> {
  const list = await text(`${base}/stories`);
  for (const [, story] of list.matchAll(/href="(\/stories\/[^"?#/]+)"/g)) {
    const person = story && (await text(base + story)).match(/href="(\/people\/[^"?#/]+)"/)?.[1];
    if (story && person) {
      return { ...FIXED, story, person };
    }
  }
  throw new Error("no story with a named author is listed on /stories");
}

/** A page's address in one language. */
export function spoken(path: string, language: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}lang=${language}`;
}

async function text(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}
