import { expect, type Page, test } from "@playwright/test";
import { type StubProvider, startStubProvider } from "#lib/identity/oidc/testing.ts";
import { type MailSink, startMailSink } from "#lib/mail/testing.ts";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { complaints, expectAccessible } from "./workspace.ts";

/** Somebody signs up by mail, invites somebody by mail, forgets the password, and signs in through the provider. */

const mira = { name: "Mira Rao", email: "mira@meridian.example", password: "correct horse battery" };
let instance: FreshInstance;
let sink: MailSink;
let idp: StubProvider;
let page: Page;
let complained: string[] = [];

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  [sink, idp] = [await startMailSink(), await startStubProvider()];
  instance = await startFreshInstance({
    env: (url) => ({
      APP_URL: url,
      SMTP_URL: sink.url,
      MAIL_FROM: "Throughline <hello@meridian.example>",
      SIGNUP: "open",
      OIDC_ISSUER: idp.issuer,
      OIDC_CLIENT_ID: "throughline",
      OIDC_CLIENT_SECRET: "a secret of the client",
      OIDC_NAME: "Meridian ID",
    }),
  });
  const context = await browser.newContext({ baseURL: instance.url });
  page = await context.newPage();
  complained = complaints(page);
});
test.afterAll(async () => {
  await page?.context().close();
  await instance?.stop();
  await sink?.close();
  await idp?.close();
});

const linkIn = async (email: string, path: string, from = 0) => {
  const { text } = await sink.mailTo(email, from);
  const link = new RegExp(`${instance.url}${path}[#/][\\w.-]+`).exec(text)?.[0];
  if (!link) throw new Error(text);
  return link;
};
const signOut = async () => {
  await page.request.delete("/api/v1/session", { headers: { origin: instance.url } });
  await page.goto("/sign-in");
};
const signIn = async (password: string) => {
  await page.getByLabel("E-mail").fill(mira.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
};

test("somebody signs up: what they typed stays while it is wrong, and the mailed link makes the workspace", async () => {
  await page.goto("/sign-in");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Sign up" }).click();
  await expectAccessible(page);
  await page.getByLabel("Your name").fill(mira.name);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByText("Enter your e-mail address")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.getByLabel("E-mail").fill(mira.email);
  await page.getByLabel("Workspace").fill("Meridian");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: mira.email })).toBeFocused();
  await expectAccessible(page);

  await page.goto(await linkIn(mira.email, "/sign-up/confirm"));
  await expectAccessible(page);
  await page.getByLabel("Password").fill("password1");
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page.getByText(/most common passwords/)).toBeVisible();
  await page.getByLabel("Password").fill(mira.password);
  await page.getByRole("button", { name: "Begin" }).click();
  await expect(page).toHaveURL(/\/w\/meridian\/inbox/);
});

test("an invitation is mailed, and its link is shown to who invites all the same", async () => {
  await page.goto("/w/meridian/settings/members");
  await page.getByRole("button", { name: "Invite somebody" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill("ines@meridian.example");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByText("The invitation is on its way")).toBeVisible();
  await expectAccessible(page);
  const shown = await dialog.getByLabel("Link").inputValue();
  expect(await linkIn("ines@meridian.example", "/invitations")).toBe(shown);
  const { subject } = await sink.mailTo("ines@meridian.example");
  expect(subject).toBe("Mira Rao invites you to Meridian");
  // Who opens somebody else's link signs out, and is back at it.
  await page.goto(shown);
  await expect(page.getByText(`You are signed in as ${mira.email}`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByLabel("Your name")).toBeVisible();
  await expect(page).toHaveURL(shown);
});

test("a forgotten password is set anew by the mailed link, once", async () => {
  await signOut();
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expectAccessible(page);
  const from = sink.taken.length;
  await page.getByLabel("E-mail").fill(mira.email);
  await page.getByRole("button", { name: "Send me a link" }).click();
  await expect(page.getByRole("status").filter({ hasText: "a link is on its way" })).toBeFocused();
  await expectAccessible(page);
  const link = await linkIn(mira.email, "/reset-password", from);
  await page.goto(link);
  await expectAccessible(page);
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Use at least 8 characters")).toBeVisible();
  await page.getByLabel("New password").fill("another long pass phrase");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("Your password is set anew")).toBeVisible();
  await signIn(mira.password);
  await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
  await signIn("another long pass phrase");
  await expect(page).toHaveURL(/\/w\/meridian\/inbox/);

  await signOut();
  await page.goto(link);
  await page.getByLabel("New password").fill("a third long pass phrase");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("This link does not work any more")).toBeVisible();
});

test("the provider lets nobody into an account by its address; who connects it signs in with it", async () => {
  idp.claims = { sub: "mira-1", email: mira.email, email_verified: true, name: mira.name };
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue with Meridian ID" }).click();
  await expect(page.getByText(/has an account here that is not connected/)).toBeVisible();
  await expectAccessible(page);
  await signIn("another long pass phrase");
  await expect(page).toHaveURL(/\/w\/meridian\/inbox/);
  await page.goto("/w/meridian/settings/account");
  await page.getByRole("button", { name: "Connect with Meridian ID" }).click();
  await expect(page.getByText("Your account is connected")).toBeVisible();
  await expectAccessible(page);
  await signOut();
  await page.getByRole("button", { name: "Continue with Meridian ID" }).click();
  await expect(page).toHaveURL(/\/w\/meridian\/inbox/);
});

test("who disconnects it signs in with the password alone", async () => {
  await page.goto("/w/meridian/settings/account");
  await page.getByRole("button", { name: "Disconnect Meridian ID" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("Your account is not connected with Meridian ID any more")).toBeVisible();
  await expect(page.getByRole("button", { name: "Connect with Meridian ID" })).toBeVisible();
  await signOut();
  await page.getByRole("button", { name: "Continue with Meridian ID" }).click();
  await expect(page.getByText(/has an account here that is not connected/)).toBeVisible();
  await signIn("another long pass phrase");
  await expect(page).toHaveURL(/\/w\/meridian\/inbox/);
});

test("somebody new comes through the provider, and makes a workspace", async () => {
  await signOut();
  idp.claims = { sub: "lee-1", email: "lee@meridian.example", email_verified: true, name: "Lee" };
  await page.getByRole("button", { name: "Continue with Meridian ID" }).click();
  await expect(page.getByRole("heading", { name: "A workspace of your own" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name").fill("Lee’s workspace");
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await expect(page).toHaveURL(/\/w\/lees-workspace\/inbox/);
  await page.goto("/w/lees-workspace/settings/account");
  await expect(page.getByText("you sign in with Meridian ID")).toBeVisible();
  await expect(page.getByText("It is the only way in, so it cannot be disconnected")).toBeVisible();
  await expect(page.getByRole("button", { name: "Disconnect Meridian ID" })).toHaveCount(0);
  const unexpected = complained.filter((line) => !/40[13]|404|422/.test(line));
  expect(unexpected).toEqual([]);
});
