import type { Page } from "@playwright/test";

/**
 * Every screen there is, once: for the pictures (scripts/screens.mjs) and for what must hold on each of them
 * (e2e/screens.full.spec.ts).
 */

/** The records that screens are shown with. */
export type Shown = {
  slug: string;
  /** One that waits in the inbox. */
  message: string;
  /** One that is linked to an idea. */
  linked: string;
  idea: string;
  card: string;
  /** A card in Done, with a verdict. */
  done: string;
  objective: string;
  /** A metric's key. */
  metric: string;
  company: string;
  /** An import with rejected rows, and one that waits for its columns. */
  imported: string;
  mapping: string;
  invitation: string;
};

export type Screen = {
  name: string;
  /** The page in app/, without what is no part of the address; null for an answer that no page of ours gives. */
  route: string | null;
  path: (shown: Shown) => string;
  /** Who looks; the owner unless told. */
  as?: "stranger" | "viewer";
  /** Brings the page into the state that is to be seen. */
  reach?: (page: Page) => Promise<unknown>;
};

/** Until nothing on the page changes any more. Live updates keep the network busy for ever, so that tells nothing. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const quiet = 150;
        const until = performance.now() + 8_000;
        let last = performance.now();
        const seen = new MutationObserver(() => {
          last = performance.now();
        });
        seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        const look = () => {
          const now = performance.now();
          const busy = document.querySelectorAll("[aria-busy=true]:not(button), .animate-breathe");
          const waits = [...busy].some((element) => element.checkVisibility());
          if (now > until || (document.readyState === "complete" && !waits && now - last > quiet)) {
            seen.disconnect();
            resolve();
          } else setTimeout(look, 30);
        };
        look();
      }),
  );
}

const dialog = (page: Page) => page.getByRole("dialog").first().waitFor({ timeout: 10_000 });
const keys =
  (...pressed: string[]) =>
  async (page: Page) => {
    const shows = page.getByRole("dialog").first();
    // On a slow machine the page is there before its keys are.
    for (let at = 0; at < 5 && !(await shows.isVisible()); at++) {
      for (const key of pressed) await page.keyboard.press(key);
      await shows.waitFor({ timeout: 2_000 }).catch(() => null);
    }
    await dialog(page);
  };
const button = (name: string | RegExp) => async (page: Page) => {
  await page
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .click();
  await dialog(page);
};
const menu = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole("button", { name }).filter({ visible: true }).first().click();
  await page.getByRole("menu").waitFor({ timeout: 10_000 });
};
const w = (shown: Shown, path: string) => `/w/${shown.slug}/${path}`;

const home = "w/[workspace]";

/** Before anybody has signed in. */
const outside: Screen[] = [
  { name: "sign-in", route: "sign-in", path: () => "/sign-in", as: "stranger" },
  {
    name: "sign-in-wrong",
    route: "sign-in",
    path: () => "/sign-in",
    as: "stranger",
    reach: async (page) => {
      await page.getByLabel("E-mail").fill("somebody@nowhere.example");
      await page.getByLabel("Password").fill("not the password");
      await page.keyboard.press("Enter");
      await page.getByRole("alert").filter({ hasText: /\S/ }).first().waitFor();
    },
  },
  { name: "sign-up", route: "sign-up", path: () => "/sign-up", as: "stranger" },
  { name: "sign-up-confirm", route: "sign-up/confirm", path: () => "/sign-up/confirm#not-the-token", as: "stranger" },
  { name: "forgot-password", route: "forgot-password", path: () => "/forgot-password", as: "stranger" },
  { name: "reset-password", route: "reset-password", path: () => "/reset-password#not-the-token", as: "stranger" },
  { name: "claimed", route: "claim", path: () => "/claim", as: "stranger" },
  { name: "invitation", route: "invitations", path: (s) => `/invitations#${s.invitation}`, as: "stranger" },
  { name: "invitation-dead", route: "invitations/[token]", path: () => "/invitations/not-the-token", as: "stranger" },
  { name: "unsubscribe", route: "unsubscribe/[token]", path: () => "/unsubscribe/not-the-token", as: "stranger" },
  { name: "account-password", route: "account/password", path: () => "/account/password" },
  { name: "workspace-new", route: "workspaces/new", path: () => "/workspaces/new" },
  { name: "not-found", route: null, path: () => "/nothing-here", as: "stranger" },
  { name: "reference", route: null, path: () => "/api/v1/docs", as: "stranger" },
];

const inbox: Screen[] = [
  { name: "inbox", route: `${home}/inbox`, path: (s) => w(s, "inbox") },
  { name: "inbox-reviewed", route: `${home}/inbox`, path: (s) => w(s, "inbox?state=reviewed") },
  { name: "inbox-nothing", route: `${home}/inbox`, path: (s) => w(s, "inbox?q=nobody-wrote-this") },
  { name: "inbox-states", route: `${home}/inbox`, path: (s) => w(s, "inbox"), reach: menu("To triage") },
  { name: "inbox-account", route: `${home}/inbox`, path: (s) => w(s, "inbox"), reach: menu(/^(Unread.*)?Account/) },
  { name: "message", route: `${home}/inbox`, path: (s) => w(s, `inbox?item=${s.message}`) },
  { name: "message-link", route: `${home}/inbox`, path: (s) => w(s, `inbox?item=${s.message}`), reach: keys("l") },
  { name: "message-idea", route: `${home}/inbox`, path: (s) => w(s, `inbox?item=${s.message}`), reach: keys("n") },
  { name: "message-aside", route: `${home}/inbox`, path: (s) => w(s, `inbox?item=${s.message}`), reach: keys("s") },
  {
    name: "message-done",
    route: `${home}/inbox`,
    path: (s) => w(s, `inbox?item=${s.message}`),
    reach: keys("Shift+E"),
  },
  { name: "feedback", route: `${home}/feedback/[id]`, path: (s) => w(s, `feedback/${s.linked}`) },
  {
    name: "feedback-why",
    route: `${home}/feedback/[id]`,
    path: (s) => w(s, `feedback/${s.linked}?why=feedback:${s.linked}`),
  },
  { name: "keys", route: `${home}/inbox`, path: (s) => w(s, "inbox"), reach: keys("?") },
  {
    name: "palette",
    route: `${home}/inbox`,
    path: (s) => w(s, "inbox"),
    reach: async (page) => {
      await keys("Control+k")(page);
      await page.keyboard.type("s");
      await page.getByRole("option").nth(1).waitFor();
    },
  },
];

const planning: Screen[] = [
  { name: "ideas", route: `${home}/ideas`, path: (s) => w(s, "ideas") },
  { name: "ideas-aside", route: `${home}/ideas`, path: (s) => w(s, "ideas?state=set_aside") },
  { name: "ideas-new", route: `${home}/ideas`, path: (s) => w(s, "ideas"), reach: keys("n") },
  { name: "idea", route: `${home}/ideas/[id]`, path: (s) => w(s, `ideas/${s.idea}`) },
  { name: "idea-edit", route: `${home}/ideas/[id]`, path: (s) => w(s, `ideas/${s.idea}`), reach: button("Edit") },
  { name: "idea-more", route: `${home}/ideas/[id]`, path: (s) => w(s, `ideas/${s.idea}`), reach: menu("More") },
  { name: "idea-why", route: `${home}/ideas/[id]`, path: (s) => w(s, `ideas/${s.idea}?why=idea:${s.idea}`) },
  { name: "roadmap", route: `${home}/roadmap`, path: (s) => w(s, "roadmap") },
  { name: "roadmap-nothing", route: `${home}/roadmap`, path: (s) => w(s, "roadmap?q=nobody-wrote-this") },
  { name: "roadmap-new", route: `${home}/roadmap`, path: (s) => w(s, "roadmap"), reach: keys("n") },
  {
    name: "roadmap-move",
    route: `${home}/roadmap`,
    path: (s) => w(s, "roadmap"),
    reach: async (page) => {
      await page.locator("[data-card] a").first().focus();
      await keys("Shift+ArrowRight")(page);
    },
  },
  { name: "roadmap-aside", route: `${home}/roadmap`, path: (s) => w(s, "roadmap?list=set_aside") },
  { name: "roadmap-done", route: `${home}/roadmap`, path: (s) => w(s, "roadmap?list=done") },
  { name: "card", route: `${home}/roadmap`, path: (s) => w(s, `roadmap?card=${s.card}`), reach: dialog },
  {
    name: "card-edit",
    route: `${home}/roadmap`,
    path: (s) => w(s, `roadmap?card=${s.card}`),
    reach: async (page) => {
      await button("Edit")(page);
      await page.getByRole("dialog").getByLabel("Title").waitFor();
    },
  },
  {
    name: "card-outcome",
    route: `${home}/roadmap`,
    path: (s) => w(s, `roadmap?card=${s.card}`),
    reach: async (page) => {
      await button("Add an outcome")(page);
      await page.getByRole("dialog").getByLabel("Metric").waitFor();
    },
  },
  {
    name: "card-review",
    route: `${home}/roadmap`,
    path: (s) => w(s, `roadmap?card=${s.done}`),
    reach: button(/^Review/),
  },
  { name: "card-why", route: `${home}/roadmap`, path: (s) => w(s, `roadmap?why=initiative:${s.card}`), reach: dialog },
  { name: "done-why", route: `${home}/roadmap`, path: (s) => w(s, `roadmap?why=initiative:${s.done}`), reach: dialog },
  { name: "objectives", route: `${home}/objectives`, path: (s) => w(s, "objectives") },
  { name: "objectives-new", route: `${home}/objectives`, path: (s) => w(s, "objectives"), reach: keys("n") },
  { name: "objective", route: `${home}/objectives/[id]`, path: (s) => w(s, `objectives/${s.objective}`) },
  {
    name: "objective-check-in",
    route: `${home}/objectives/[id]`,
    path: (s) => w(s, `objectives/${s.objective}`),
    reach: button(/^Check in/),
  },
  {
    name: "key-result-why",
    route: `${home}/objectives/[id]`,
    path: (s) => w(s, `objectives/${s.objective}`),
    reach: button(/^Why is this here/),
  },
  {
    name: "objective-result",
    route: `${home}/objectives/[id]`,
    path: (s) => w(s, `objectives/${s.objective}`),
    reach: button("New key result"),
  },
  {
    name: "objective-talk",
    route: `${home}/objectives/[id]`,
    path: (s) => w(s, `objectives/${s.objective}`),
    reach: button(/^Comments on/),
  },
  { name: "metrics", route: `${home}/metrics`, path: (s) => w(s, "metrics") },
  { name: "metrics-new", route: `${home}/metrics`, path: (s) => w(s, "metrics"), reach: button("New metric") },
  { name: "metric", route: `${home}/metrics/[key]`, path: (s) => w(s, `metrics/${s.metric}`) },
  { name: "review", route: `${home}/review`, path: (s) => w(s, "review") },
];

const customers: Screen[] = [
  { name: "companies", route: `${home}/companies`, path: (s) => w(s, "companies") },
  { name: "companies-new", route: `${home}/companies`, path: (s) => w(s, "companies"), reach: keys("n") },
  { name: "company", route: `${home}/companies/[id]`, path: (s) => w(s, `companies/${s.company}`) },
  {
    name: "company-edit",
    route: `${home}/companies/[id]`,
    path: (s) => w(s, `companies/${s.company}`),
    reach: keys("e"),
  },
  {
    name: "contact-why",
    route: `${home}/companies/[id]`,
    path: (s) => w(s, `companies/${s.company}`),
    reach: button(/^Why\? What came/),
  },
  {
    name: "company-contact",
    route: `${home}/companies/[id]`,
    path: (s) => w(s, `companies/${s.company}`),
    reach: button("Add a contact"),
  },
  { name: "requests", route: `${home}/requests`, path: (s) => w(s, "requests") },
  {
    name: "request",
    route: `${home}/requests/new`,
    path: (s) => w(s, `requests/new?company=${s.company}`),
    reach: async (page) => {
      const said = "Every Friday our dispatcher exports the schedule and sends it to the drivers as a photo.";
      await page.getByLabel("In their words").fill(said);
      await page.waitForTimeout(600);
    },
  },
  { name: "imports", route: `${home}/imports`, path: (s) => w(s, "imports") },
  { name: "import", route: `${home}/imports/[id]`, path: (s) => w(s, `imports/${s.imported}`) },
  { name: "import-columns", route: `${home}/imports/[id]`, path: (s) => w(s, `imports/${s.mapping}`) },
  {
    name: "import-undo",
    route: `${home}/imports/[id]`,
    path: (s) => w(s, `imports/${s.imported}`),
    reach: button("Undo this import"),
  },
];

const settings: Screen[] = [
  { name: "notifications", route: `${home}/notifications`, path: (s) => w(s, "notifications") },
  { name: "members", route: `${home}/settings/members`, path: (s) => w(s, "settings/members") },
  {
    name: "members-invite",
    route: `${home}/settings/members`,
    path: (s) => w(s, "settings/members"),
    reach: button("Invite somebody"),
  },
  { name: "members-viewer", route: `${home}/settings/members`, path: (s) => w(s, "settings/members"), as: "viewer" },
  { name: "api-keys", route: `${home}/settings/keys`, path: (s) => w(s, "settings/keys") },
  {
    name: "api-keys-new",
    route: `${home}/settings/keys`,
    path: (s) => w(s, "settings/keys"),
    reach: button("New API key"),
  },
  { name: "workspace", route: `${home}/settings/workspace`, path: (s) => w(s, "settings/workspace") },
  {
    name: "workspace-viewer",
    route: `${home}/settings/workspace`,
    path: (s) => w(s, "settings/workspace"),
    as: "viewer",
  },
  ...["Edit name, time zone and currency", "Edit address", "Edit horizons", "Edit reasons"].map(
    (name): Screen => ({
      name: `workspace-${name.split(" ")[1]?.replace(",", "")}`,
      route: `${home}/settings/workspace`,
      path: (s) => w(s, "settings/workspace"),
      reach: button(name),
    }),
  ),
  {
    name: "workspace-delete",
    route: `${home}/settings/workspace`,
    path: (s) => w(s, "settings/workspace"),
    reach: button("Delete workspace…"),
  },
  { name: "products", route: `${home}/settings/products`, path: (s) => w(s, "settings/products") },
  { name: "account", route: `${home}/settings/account`, path: (s) => w(s, "settings/account") },
  {
    name: "notification-settings",
    route: `${home}/settings/notifications`,
    path: (s) => w(s, "settings/notifications"),
  },
  { name: "nothing", route: `${home}/[...missing]`, path: (s) => w(s, "nothing-here") },
];

export const screens = { outside, inbox, planning, customers, settings };
