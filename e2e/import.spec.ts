import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";
import { type FreshInstance, startFreshInstance } from "./fixtures.ts";
import { cli } from "./instance.ts";
import { apiKey, complaints, expectAccessible, send, settleIn, signIn, slug } from "./workspace.ts";

/** Somebody brings their spreadsheets: a clean one, and one as they really are; mends what was refused, and takes it back. */

let instance: FreshInstance;
let page: Page;
let key = "";
let complained: string[];
/** The page of the hostile file's import. */
let hostileImport = "";

test.describe.configure({ mode: "serial", timeout: 120_000 });

test.beforeAll(async ({ browser }) => {
  instance = await startFreshInstance();
  page = await (await browser.newContext({ baseURL: instance.url })).newPage();
  await settleIn(page, instance);
  key = await apiKey(instance, "read,feedback:write,feedback:triage,feedback:import");
  complained = complaints(page);
});
test.afterAll(async () => {
  await page?.context().close();
  await instance?.stop();
});

const clean = [
  "Ticket ID,Subject,Message,Name,E-mail,Company,Created at",
  "C-1,Export the audit log,Our auditors ask for it every quarter.,Dana Ito,dana@initech.example,Initech,2026-03-01T09:30:00Z",
  "C-2,Dark theme for the kiosk,The screen in our lobby glares at night.,Kim Lee,kim@globex.example,Globex,2026-03-02T10:00:00Z",
  "C-3,Faster search,Looking for a customer takes a minute.,Ana Sol,ana@umbrella.example,Umbrella,2026-03-03T11:00:00Z",
].join("\n");

/** As a German spreadsheet writes it: Windows-1252, semicolons, line breaks in cells, formulas, rows of every length. */
const hostile = Buffer.from(
  [
    "Kennung;Betreff;Beschreibung;Name;E-Mail;Firma;Erstellt am;Priorität",
    'H-1;Prüfprotokoll exportieren;"Unsere Prüfer fragen\r\njedes Quartal danach; immer wieder.";Jürgen Groß;juergen@initech.example;Initech;31.12.2025 17:05;hoch',
    'H-2;"=HYPERLINK(""http://evil.example"";""Größe"")";"Formeln sind auch nur Text";Dana Ito;dana@globex.example;Globex;03.02.2026 09:00;',
    "H-3;zu kurz",
    "H-4;zu lang;Eine Zeile mit zwei Zellen zu viel;Kim;kim@globex.example;Globex;04.02.2026 09:00;;x;y",
    'H-5;Übermorgen;"Das Datum ist keines";Ana;ana@umbrella.example;Umbrella;übermorgen;',
    "",
  ].join("\r\n"),
  "latin1",
);

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const heading = (name: string) => page.getByRole("heading", { name, exact: true });
const inInbox = async () => {
  const { data } = await send(instance.url, key, "GET", "/feedback?limit=200");
  return data as { id: string; title: string; externalId: string }[];
};
/** Chooses a file as people do who use no pointer. */
async function choose(name: string, content: string | Buffer, source?: string) {
  if (source) await page.getByLabel("Where the feedback comes from").fill(source);
  const chooser = page.waitForEvent("filechooser");
  await button("Choose a file").focus();
  await page.keyboard.press("Enter");
  await (await chooser).setFiles({ name, mimeType: "text/csv", buffer: Buffer.from(content) });
}
const press = async (name: string | RegExp) => {
  await expect(button(name)).toBeEnabled();
  await button(name).focus();
  await page.keyboard.press("Enter");
};

test("a newcomer finds the way from the empty inbox, and a clean file is in it", async () => {
  await page.goto(`/w/${slug}/inbox`);
  await page.getByRole("link", { name: "Import a file" }).click();
  await expect(heading("Import")).toBeVisible();
  await expect(page.getByText("None yet.")).toBeVisible();
  await expectAccessible(page);

  await choose("customers.csv", clean, "Help Desk");
  await expect(heading("How the first rows come out")).toBeVisible();
  await expect(page.getByText("Our auditors ask for it every quarter.").first()).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Where Subject goes" })).toHaveText("Title");
  await expect(page.getByLabel("Where it comes from")).toHaveValue("help-desk");
  await expectAccessible(page);

  await press("Dry run");
  await expect(heading("Would create 3")).toBeVisible();
  expect(await inInbox()).toEqual([]);
  await press("Import 3 rows");
  await expect(heading("3 created")).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Open the inbox" }).click();
  const rows = page.getByRole("listbox", { name: "Feedback" }).getByRole("option");
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("Faster search");
  await expect(rows.first()).toContainText("Umbrella");
});

test("pasted text is an import too, and is still there when it could not be sent", async () => {
  await page.getByRole("link", { name: "Import" }).click();
  await page.getByRole("tab", { name: "Paste" }).click();
  const text = "Subject\tMessage\nPasted\tFrom a spreadsheet";
  await page.getByLabel("Rows, the first with the names of the columns").fill(text);
  await page.route(/\/imports\?/, (route) => route.abort());
  await press("Look at the rows");
  const alert = page.getByRole("alert").filter({ hasText: "Pasted text was not taken in" });
  await expect(alert).toBeVisible();
  await expect(page.getByLabel("Rows, the first with the names of the columns")).toHaveValue(text);
  await expectAccessible(page);
  await page.unroute(/\/imports\?/);
  await press("Send it again");
  await expect(heading("How the first rows come out")).toBeVisible();
  await press("Discard");
  await expect(page.getByText("Cancelled", { exact: true })).toBeVisible();
  expect(await inInbox()).toHaveLength(3);
});

test("a hostile file is read as it was meant, tried, and says which rows it refuses", async () => {
  await page.getByRole("link", { name: "Import", exact: true }).click();
  await choose("störungen.csv", hostile, "desk");
  await expect(heading("How the first rows come out")).toBeVisible();
  await expect(page.getByText("Prüfprotokoll exportieren").first()).toBeVisible();
  await expect(page.getByLabel("Between the columns")).toHaveText("Semicolon");

  // The wrong letters are seen at once, and so are the right ones.
  await page.getByLabel("Letters").click();
  await page.getByRole("option", { name: /^Cyrillic\s*windows-1251/ }).click();
  await expect(page.getByText("Prüfprotokoll exportieren")).toHaveCount(0);
  await page.getByLabel("Letters").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: /^Western European\s*windows-1252/ }).click();
  await expect(page.getByText("Prüfprotokoll exportieren").first()).toBeVisible();

  // By keyboard: the priority is a tag.
  const priority = page.getByRole("combobox", { name: "Where Priorität goes" });
  await priority.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("option", { name: "Tags" })).toBeVisible();
  await page.keyboard.type("Tags");
  await page.keyboard.press("Enter");
  await expect(priority).toHaveText("Tags");
  await expect(page.getByRole("list", { name: "Tags" }).getByText("hoch")).toBeVisible();
  await expectAccessible(page);

  await press("Dry run");
  await expect(heading("Would create 2, reject 3")).toBeVisible();
  await expect(heading("3 rows rejected")).toBeVisible();
  await expect(page.getByText("Row 3, line 5")).toBeVisible();
  await expect(page.getByText(/übermorgen.* is no date that can be read/)).toBeVisible();
  await expectAccessible(page);

  // Back to the columns and here again; nothing is lost.
  await press("Change the columns");
  await expect(page.getByRole("combobox", { name: "Where Priorität goes" })).toHaveText("Tags");
  await press("Import");
  await expect(heading("2 created, 3 rejected")).toBeVisible();
  await expectAccessible(page);
  hostileImport = page.url();
  expect((await inInbox()).map(({ title }) => title)).toContain('=HYPERLINK("http://evil.example";"Größe")');
});

test("the rejected rows are downloaded, mended and sent again", async () => {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download these rows" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  const rows = parse(file, { delimiter: ";", bom: true, relaxColumnCount: true }) as string[][];
  expect(rows.map(([id]) => id)).toEqual(["Kennung", "H-3", "H-4", "H-5"]);
  expect(rows[0]?.slice(-3)).toEqual(["Import row", "Import line", "Import problem"]);
  const mended = rows.map((row, at) => {
    const cells = row.slice(0, rows[0]?.length);
    if (at === 1) cells.splice(2, 3, "Jetzt lang genug", "Ola", "ola@globex.example");
    if (at === 3) cells[6] = "05.02.2026 08:00";
    return cells;
  });
  await page.getByRole("link", { name: "Import", exact: true }).click();
  await choose("mended.csv", stringify(mended, { delimiter: ";", bom: true }), "desk");
  // The columns are those of the source's last file, so it is tried at once.
  await expect(heading("Would create 3")).toBeVisible();
  await press("Import 3 rows");
  await expect(heading("3 created")).toBeVisible();
  expect((await inInbox()).map(({ externalId }) => externalId).sort()).toEqual(
    ["C-1", "C-2", "C-3", "H-1", "H-2", "H-3", "H-4", "H-5"].sort(),
  );
});

test("an import is undone as a whole; what somebody edited since stays, and is listed", async () => {
  const edited = (await inInbox()).find(({ externalId }) => externalId === "H-1");
  await send(instance.url, key, "PATCH", `/feedback/${edited?.id}`, { title: "Prüfprotokoll als CSV" });
  await page.goto(hostileImport);
  await press("Undo this import");
  const dialog = page.getByRole("dialog", { name: "Undo this import?" });
  await expect(dialog).toContainText("2 messages it made will be deleted");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Undo the import" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Undone", { exact: true })).toBeVisible();
  await expect(heading("What was kept")).toBeVisible();
  await expect(page.getByRole("link", { name: "Prüfprotokoll als CSV" })).toBeVisible();
  await expect(page.getByText("Somebody edited it").first()).toBeVisible();
  await expectAccessible(page);
  const left = (await inInbox()).map(({ externalId }) => externalId);
  expect(left).toContain("H-1");
  expect(left).not.toContain("H-2");
  await page.getByRole("link", { name: "Import", exact: true }).click();
  await expect(page.getByRole("row", { name: /störungen\.csv.*Undone/ })).toBeVisible();
  await expectAccessible(page);
  expect(complained.filter((words) => !words.includes("ERR_FAILED"))).toEqual([]);
});

test("on a phone nothing is wider than the screen", async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(hostileImport);
  await expect(heading("What was kept")).toBeVisible();
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(await wide()).toBe(false);
  await page.getByRole("button", { name: /Account/ }).click();
  await page.getByRole("menuitem", { name: "Import" }).click();
  await expect(button("Choose a file")).toBeVisible();
  expect(await wide()).toBe(false);
  await expectAccessible(page);
});

test("who may not import is told so", async ({ browser }) => {
  const sales = { email: "sales@meridian.example", password: "some other long words" };
  const asked = ["user:create", "--workspace", slug, "--email", sales.email, "--password", sales.password];
  await cli(instance, [...asked, "--role", "contributor"]);
  const context = await browser.newContext({ baseURL: instance.url });
  try {
    const other = await context.newPage();
    await signIn(other, instance.url, sales.email, sales.password);
    await other.goto(`/w/${slug}/imports`);
    await expect(other.getByText("Only editors can import feedback")).toBeVisible();
    await expect(other.getByRole("link", { name: "Import", exact: true })).toHaveCount(0);
    await expectAccessible(other);
  } finally {
    await context.close();
  }
});
