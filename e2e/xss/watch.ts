import type { BrowserContext, Page } from "@playwright/test";
import { marksIn } from "./payloads.ts";

/** What a window is watched for: scripts that ran, what its policy had to stop, and requests that leave the house. */
export type Watched = { ran: string[]; stopped: string[]; left: string[]; broke: string[] };

export async function watch(context: BrowserContext, url: string): Promise<Watched> {
  const seen: Watched = { ran: [], stopped: [], left: [], broke: [] };
  await context.exposeBinding("xssRan", ({ page }, what: string) => seen.ran.push(`${what} on ${page.url()}`));
  await context.exposeBinding("xssStopped", ({ page }, what: string) => seen.stopped.push(`${what} on ${page.url()}`));
  await context.addInitScript(() => {
    const told = window as unknown as { xssRan: (what: string) => void; xssStopped: (what: string) => void };
    for (const name of ["alert", "confirm", "prompt", "print"]) {
      Object.defineProperty(window, name, { value: (...said: unknown[]) => told.xssRan(`${name}(${said})`) });
    }
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
      told.xssStopped(`${effectiveDirective} ${blockedURI} ${sample}`),
    );
  });
  context.on("dialog", (dialog) => {
    seen.ran.push(`${dialog.type()} ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== url && protocol !== "data:" && protocol !== "blob:") seen.left.push(request.url());
  });
  context.on("weberror", (error) => seen.broke.push(error.error().message));
  return seen;
}

/** Elements that no page of ours has, and attributes that no element of ours has. */
const foreign =
  "iframe,frame,object,embed,applet,base,math,marquee,audio,video,dialog[open],meta[http-equiv=refresh],[srcdoc]";

/** What is wrong with what the page shows at the moment. */
export const wrongOn = (page: Page): Promise<string[]> =>
  page.evaluate((selector) => {
    const links = [...document.querySelectorAll("a[href]")].flatMap((link) => {
      if (!(link instanceof HTMLAnchorElement)) return [`a link in ${link.namespaceURI}`];
      if (!["http:", "https:", "mailto:"].includes(link.protocol)) return [`a link to ${link.protocol}`];
      const isAway = link.protocol !== "mailto:" && link.origin !== location.origin;
      return isAway && !link.relList.contains("noopener") ? [`no noopener: ${link.outerHTML.slice(0, 200)}`] : [];
    });
    const strangers = [...document.querySelectorAll(selector)].map((found) => found.outerHTML.slice(0, 200));
    const handlers = [...document.querySelectorAll("*")].flatMap((element) =>
      element
        .getAttributeNames()
        .filter((name) => /^on/i.test(name))
        .map((name) => `${element.tagName} ${name}`),
    );
    return [...links, ...strangers, ...handlers];
  }, foreign);

export const marksOn = async (page: Page): Promise<number[]> =>
  marksIn((await page.locator("body").textContent()) ?? "");

/** Scrolls everything that scrolls to its end, asks for more where there is more, and gives what was shown on the way. */
export async function readThrough(page: Page): Promise<{ marks: Set<number>; wrong: string[] }> {
  const marks = new Set<number>();
  const wrong: string[] = [];
  for (let still = 0; still < 4; ) {
    for (const mark of await marksOn(page)) marks.add(mark);
    wrong.push(...(await wrongOn(page)));
    const moved = await page.evaluate(() => {
      const boxes = [document.scrollingElement, ...document.querySelectorAll("*")].filter(
        (box) => box && box.scrollHeight > box.clientHeight + 40 && box.clientHeight > 100,
      );
      const hasScrolled = boxes.some((box) => {
        const before = box?.scrollTop;
        box?.scrollBy({ top: box.clientHeight * 0.8, behavior: "instant" });
        return box?.scrollTop !== before;
      });
      const more = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Show more");
      if (!hasScrolled) more?.click();
      return hasScrolled || more !== undefined;
    });
    still = moved ? 0 : still + 1;
    await page.waitForTimeout(moved ? 60 : 250);
  }
  return { marks, wrong };
}
