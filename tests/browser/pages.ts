// The public pages, and the ways in which a reader may meet them.

export const LANGUAGES = ["ja", "en"] as const;
export const SCHEMES = ["light", "dark"] as const;
export const SCREENS = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
} as const;

export const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

export const PAGES = ["home", "stories", "story", "roles", "role", "person", "docs", "signIn", "absent"] as const;
export type PageName = (typeof PAGES)[number];
export type Paths = Record<PageName, string>;

/** Where each page is on this server: the story is the first in the list that has a named author. */
export async function findPaths(base: string): Promise<Paths> {
  const list = await text(`${base}/stories`);
  for (const [, story] of list.matchAll(/href="(\/stories\/[^"?#/]+)"/g)) {
    const person = story && (await text(base + story)).match(/href="(\/people\/[^"?#/]+)"/)?.[1];
    if (story && person) {
      const role = "/roles/engineering-manager";
      const others = { home: "/", stories: "/stories", roles: "/roles", docs: "/api/docs", signIn: "/sign-in" };
      return { ...others, story, role, person, absent: "/no/such/page" };
    }
  }
  throw new Error("no story with a named author is listed on /stories");
}

async function text(url: string): Promise<string> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer.text();
}
