import { expect, test } from "./fixtures.ts";
import { makeLink, newHandle } from "./operator.ts";
import { LANGUAGES, SCHEMES, SCREENS, signIn } from "./pages.ts";
import { isOpenToEveryone } from "./whole.ts";

for (const language of LANGUAGES) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const colorScheme of SCHEMES) {
      test.describe(`the moderators' floor in ${language}, ${screen}, ${colorScheme}`, () => {
        test.use({ viewport, colorScheme, locale: language });

        // Many pages, each of them looked at by axe.
        test.describe.configure({ timeout: 180_000 });

        test("is open to everyone", async ({ page, browser, server, doings }) => {
          const handle = newHandle();
          await signIn(page, handle, "Mallory");
          const moderator = await (
            await browser.newContext({ baseURL: server, viewport, colorScheme, locale: language })
          ).newPage();
          await moderator.goto(makeLink(server, "--moderator", "--language", language));
          await moderator.locator("main form button").click();

          await moderator.goto("/moderation/waiting");
          await isOpenToEveryone(moderator, "who waits");
          await moderator.goto("/moderation/invitations");
          await moderator.locator("button[value=make]").click();
          const link = await moderator.locator("#link").inputValue();
          await isOpenToEveryone(moderator, "a new invitation");

          const invited = await (await browser.newContext({ viewport, colorScheme, locale: language })).newPage();
          await invited.goto(link);
          await expect(invited.getByRole("link", { name: "Example company" })).toBeVisible();
          await isOpenToEveryone(invited, "an invitation");
          await invited.context().close();
          await moderator.goto("/moderation/invitations");
          await moderator.locator("button[value=revoke]").last().click();
          await expect(moderator.getByRole("status")).toBeVisible();
          await isOpenToEveryone(moderator, "a revoked invitation");

          await moderator.goto("/moderation/about?address=nowhere");
          await expect(moderator.locator("#address")).toHaveAttribute("aria-invalid", "true");
          await isOpenToEveryone(moderator, "nothing found");
          await moderator.goto(`/people/${handle}`);
          await moderator.locator("main a[href^='/moderation/about']").click();
          await moderator.locator("button[value=suspend]").click();
          await expect(moderator.locator("#why")).toHaveAttribute("aria-invalid", "true");
          await isOpenToEveryone(moderator, "a person without a reason");
          await moderator.locator("#why").fill("Threats are not tolerated here.");
          await moderator.locator("button[value=suspend]").click();
          await expect(moderator.getByRole("status")).toBeVisible();
          await isOpenToEveryone(moderator, "a suspended person");
          await moderator.locator("button[value=lift]").click();
          await expect(moderator.locator("button[value=suspend]")).toBeVisible();

          await page.goto("/settings/sign-in");
          await isOpenToEveryone(page, "ways to sign in");
          expect(doings.foreign).toEqual([]);
          await moderator.context().close();
        });
      });
    }
  }
}
