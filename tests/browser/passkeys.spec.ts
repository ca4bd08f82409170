// Passkeys with Chromium's own virtual authenticator, and recovery codes.
import type { CDPSession, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { makeLink, newHandle } from "./operator.ts";
import { LANGUAGES, SCHEMES, SCREENS } from "./pages.ts";
import { isOpenToEveryone } from "./whole.ts";

const SETTINGS = "/settings/sign-in";

const WORDS = {
  ja: {
    make: "パスキーを作る",
    signIn: "パスキーでサインイン",
    join: "パスキーを作って、メンバーになる",
    unused: "まだ使われていません",
    used: "最後に使った",
    rename: "名前を変える",
    remove: "外す",
    last: "最後のサインイン方法",
    urgent: "いまサインインの方法はパスキーだけです",
    codes: "コードを10個作る",
    left: "あと9個",
    enter: "サインイン",
    noScript: "パスキーを使うには、JavaScriptが必要です",
    unsupported: "このブラウザーでは、パスキーを使えません",
    cancelled: "取りやめたか",
    known: "もう登録されています",
  },
  en: {
    make: "Create a passkey",
    signIn: "Sign in with a passkey",
    join: "Create a passkey and become a member",
    unused: "not used yet",
    used: "last used",
    rename: "Rename",
    remove: "Remove",
    last: "your last way to sign in",
    urgent: "Passkeys are your only way to sign in",
    codes: "Make 10 codes",
    left: "Usable codes left: 9",
    enter: "Sign in",
    noScript: "Passkeys need JavaScript",
    unsupported: "This browser does not support passkeys",
    cancelled: "You cancelled",
    known: "already has a passkey",
  },
} as const;

type Device = { cdp: CDPSession; authenticatorId: string };

/** A device that says yes to everything, until it is told otherwise. */
async function withDevice(page: Page, isUserVerified = true): Promise<Device> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

/** Whether the device says yes by itself, so that a field's offer is taken as soon as it is made. */
async function present({ cdp, authenticatorId }: Device, enabled: boolean): Promise<void> {
  await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });
}

/** Somebody new, let in by an operator, whose pages are in this language. */
async function enter(page: Page, server: string, language: string): Promise<void> {
  await page.goto(makeLink(server));
  await page.locator("main form button").click();
  await page.goto(`${SETTINGS}?lang=${language}`);
}

async function make(page: Page, button: string, name: string): Promise<void> {
  await page.fill("#passkey-name", name);
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(page).toHaveURL(/done=passkey-added$/);
}

async function signOut(page: Page): Promise<void> {
  await page.locator(".account summary").click();
  await page.locator("header form[action='/sign-out'] button").click();
  await page.waitForURL(/\/$/);
}

for (const language of LANGUAGES) {
  const words = WORDS[language];

  test.describe(`passkeys in ${language}`, () => {
    test.use({ locale: language, viewport: SCREENS.phone });

    test("one is made, signs in by the button, is renamed and removed", async ({ page, server, doings }) => {
      const device = await withDevice(page);
      await enter(page, server, language);
      await make(page, words.make, "Laptop");
      await expect(page.locator("li.item")).toContainText(words.unused);
      await expect(page.getByText(words.urgent)).toBeVisible();
      const { credentials } = await device.cdp.send("WebAuthn.getCredentials", {
        authenticatorId: device.authenticatorId,
      });
      expect(credentials.map((it) => [it.isResidentCredential, it.rpId])).toEqual([[true, "localhost"]]);

      // A device makes no second one for the same person.
      await page.fill("#passkey-name", "Again");
      await page.getByRole("button", { name: words.make, exact: true }).click();
      await expect(page.locator(`form[action="${SETTINGS}/passkeys"] [role=alert]`)).toContainText(words.known);

      await signOut(page);
      await present(device, false);
      const offered = page.waitForResponse("**/sign-in/passkey/begin");
      await page.goto("/sign-in?next=/roles");
      await offered;
      // The button's question takes the place of the one behind the field, which nobody answered.
      await page.route("**/sign-in/passkey/begin", async (route) => {
        await present(device, true);
        await route.continue();
      });
      await page.getByRole("button", { name: words.signIn }).click();
      await expect(page).toHaveURL(/^[^?]*\/roles$/);

      await page.goto(`${SETTINGS}?lang=${language}`);
      const item = page.locator("li.item");
      await expect(item).toContainText(words.used);
      await item.locator("summary").click();
      await item.locator("input[name=name]").fill("職場の鍵");
      await item.locator("details button").click();
      await expect(page).toHaveURL(/done=passkey-renamed$/);
      await expect(item.locator("bdi")).toHaveText("職場の鍵");

      await item.locator("form[action$=remove] button").click();
      await expect(page.getByRole("status")).toContainText(words.last);
      await device.cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: device.authenticatorId });
      await withDevice(page);
      await page.goto(SETTINGS);
      await make(page, words.make, "Phone");
      await item.first().locator("form[action$=remove] button").click();
      await expect(page).toHaveURL(/done=passkey-removed$/);
      await expect(item).toHaveCount(1);
      await expect(item.locator("bdi")).toHaveText("Phone");
      // That the last one stayed, the browser writes on its console.
      expect(doings.errors.filter((it) => !it.includes("409"))).toEqual([]);
      expect(doings.foreign).toEqual([]);
    });

    test("the browser offers one by itself, and it signs in", async ({ page, server, doings }) => {
      const device = await withDevice(page);
      await enter(page, server, language);
      await make(page, words.make, "Laptop");
      await signOut(page);
      // The virtual device takes what a person would choose in the field.
      await page.goto("/sign-in?next=/stories");
      await expect(page).toHaveURL(/^[^?]*\/stories$/);
      await expect(page.locator("header .account")).toBeVisible();
      await device.cdp.send("WebAuthn.clearCredentials", { authenticatorId: device.authenticatorId });
      expect(doings).toEqual({ errors: [], foreign: [], dialogs: [] });
    });

    test("a device that does not know who holds it signs nobody in, and the page says so", async ({ page, server }) => {
      const device = await withDevice(page);
      await enter(page, server, language);
      await make(page, words.make, "Laptop");
      await signOut(page);
      const { authenticatorId } = device;
      // Here the button alone asks.
      await page.addInitScript(() => Reflect.deleteProperty(PublicKeyCredential, "isConditionalMediationAvailable"));
      await device.cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
      await page.goto("/sign-in");
      await page.getByRole("button", { name: words.signIn }).click();
      await expect(page.locator("form[action='/sign-in/passkey'] [role=alert]")).toContainText(words.cancelled);
      await isOpenToEveryone(page, "a sign-in that was cancelled");
      await device.cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
      await page.getByRole("button", { name: words.signIn }).click();
      await expect(page.locator("header .account")).toBeVisible();
    });

    test("somebody joins with a passkey alone, after a wrong handle came back", async ({ page, doings }) => {
      await withDevice(page);
      await page.goto("/sign-in?next=/roles");
      await page.locator("a[href^='/join/passkey']").click();
      await page.fill("#handle", "Admin");
      await page.fill("#display_name", "空");
      await page.getByRole("button", { name: words.join }).click();
      await expect(page.locator("#handle")).toHaveAccessibleDescription(/予約|reserved/);
      await expect(page.locator("#display_name")).toHaveValue("空");
      await page.fill("#handle", newHandle());
      await page.getByRole("button", { name: words.join }).click();
      await expect(page).toHaveURL(/^[^?]*\/roles$/);
      await expect(page.locator("header .account", { hasText: "空" })).toBeVisible();
      await page.goto(SETTINGS);
      await expect(page.locator("li.item")).toHaveCount(1);
      // That a form was not in order, the browser writes on its console.
      expect(doings.errors.filter((it) => !it.includes("422"))).toEqual([]);
      expect(doings.foreign).toEqual([]);
    });

    test("where a browser does not know passkeys, the page says so", async ({ page }) => {
      await page.addInitScript(() => Reflect.deleteProperty(window, "PublicKeyCredential"));
      for (const path of ["/sign-in", "/join/passkey"]) {
        await page.goto(path);
        await expect(page.getByText(words.unsupported)).toBeVisible();
        await expect(page.locator("form[data-island=passkeys]")).toBeHidden();
        await isOpenToEveryone(page, `${path} in an old browser`);
      }
    });
  });

  test.describe(`without JavaScript, in ${language}`, () => {
    test.use({ locale: language, viewport: SCREENS.phone, javaScriptEnabled: false });

    test("a recovery code signs in once and not twice; passkeys say what they need", async ({
      page,
      server,
      doings,
    }) => {
      await enter(page, server, language);
      await expect(page.locator("noscript p")).toBeVisible();
      await expect(page.locator("noscript p")).toContainText(words.noScript);
      await page.getByRole("button", { name: words.codes }).click();
      const codes = page.locator(".codes code");
      await expect(codes).toHaveCount(10);
      const code = (await codes.first().textContent()) ?? "";
      await page.goto(SETTINGS);
      await expect(codes).toHaveCount(0);
      await signOut(page);

      await page.goto(`/sign-in?lang=${language}`);
      await expect(page.locator("noscript p")).toBeVisible();
      await expect(page.locator("noscript p")).toContainText(words.noScript);
      await page.locator("a[href='/sign-in/recovery']").click();
      await page.fill("#code", ` ${code.toUpperCase().replaceAll("-", " ")}`);
      await page.getByRole("main").getByRole("button", { name: words.enter }).click();
      await expect(page).toHaveURL(/done=recovered$/);
      await page.goto(`${page.url()}&lang=${language}`);
      await expect(page.getByRole("main")).toContainText(words.left);
      await signOut(page);

      await page.goto("/sign-in/recovery");
      await page.fill("#code", code);
      await page.getByRole("main").getByRole("button", { name: words.enter }).click();
      await expect(page.locator("#code")).toHaveAttribute("aria-invalid", "true");
      await expect(page.locator("#code")).toHaveValue(code);
      expect(doings.foreign).toEqual([]);
    });
  });

  for (const colorScheme of SCHEMES) {
    test.describe(`the pages of passkeys in ${language}, ${colorScheme}`, () => {
      for (const [screen, viewport] of Object.entries(SCREENS)) {
        test(`are open to everyone, ${screen}`, async ({ browser, server }) => {
          const context = await browser.newContext({ locale: language, colorScheme, viewport, baseURL: server });
          const page = await context.newPage();
          for (const path of ["/sign-in", "/sign-in/recovery", "/join/passkey"]) {
            await page.goto(path);
            await isOpenToEveryone(page, path);
          }
          await page.fill("#handle", "Admin");
          await page.locator("form[data-island=passkeys] button").click();
          await expect(page.locator("#handle-error")).toBeVisible();
          await isOpenToEveryone(page, "a wrong handle");
          await page.goto("/sign-in/recovery");
          await page.fill("#code", "wrong");
          await page.locator("main form button").click();
          await isOpenToEveryone(page, "a wrong code");

          await withDevice(page);
          await enter(page, server, language);
          await isOpenToEveryone(page, "the settings without a passkey");
          await make(page, words.make, "Laptop");
          await page.locator("li.item summary").click();
          await isOpenToEveryone(page, "the settings with a passkey");
          await page.getByRole("button", { name: words.codes }).click();
          await isOpenToEveryone(page, "recovery codes");
          await context.close();
        });
      }
    });
  }
}
