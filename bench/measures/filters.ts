import { load, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";
import { anotherIdea, whileWriting } from "../writing.ts";

const limit = 20;
/** So many pages of each, from values of every frequency. */
const pages = 40;

/**
 * Each filter of the list of feedback at 16 clients, in a quiet workspace and while tickets come in: p95 at most 100 ms. And,
 * without a limit, while what concerns every page is written, so that none is kept.
 */
export async function measureFilters(stage: Stage, port: number): Promise<void> {
  for (const [filter, queries] of Object.entries(await queriesOf(stage))) {
    const requests = queries.map((query) =>
      requestOf("GET", `${stage.path}/feedback?limit=${limit}&${query}`, stage.key),
    );
    const request = (n: number) => requests[n % requests.length] ?? Buffer.alloc(0);
    const ask = () => load({ port, request, clients: 16, seconds: 3 });
    const about = { rows: stage.rows, filter, clients: 16 };
    report("filter", { ...about, answers: "as kept", ...(await ask()) }, { p95: { atMost: 100 } });
    const fed = await whileWriting(stage, port, ask);
    report("filter", { ...about, answers: "while tickets come in", ...fed }, { p95: { atMost: 100 } });
    const anew = await whileWriting(stage, port, ask, anotherIdea);
    report("filter", { ...about, answers: "found anew", ...anew });
  }
}

/** Values that the feedback has, the commonest and the rarest among them. */
async function queriesOf({ admin, workspace }: Stage): Promise<Record<string, string[]>> {
  const own = workspace.workspace.id;
  const values = async (column: string) => {
    const rows = await admin.unsafe(
      `select ${column} as value from feedback where workspace_id = $1 group by 1 having ${column} is not null order by count(*) desc, 1`,
      [own],
    );
    const all = rows.map(({ value }) => encodeURIComponent(String(value)));
    return Array.from(
      { length: Math.min(pages, all.length) },
      (_, n) => all[Math.floor((n * all.length) / pages)] ?? all[n] ?? "",
    );
  };
  const named = (name: string, list: string[]) => list.map((value) => `${name}=${value}`);
  const tags = await values("tags[1]");
  const word = ["account", "printer", "quarter", "password", "thund", "calendar"];
  return {
    state: ["state=inbox", "state=reviewed", "state=inbox&state=set_aside"],
    source: named("source", await values("source")),
    company: named("companyId", await values("company_id")),
    contact: named("contactId", await values("contact_id")),
    tag: named("tag", tags),
    "tag and state": named("state=inbox&tag", tags),
    kind: ["kind=bug", "kind=request&kind=problem"],
    owner: [`ownerId=${workspace.actors.owner.id}`],
    q: named("q", word),
    "q and state": named("state=inbox&q", word),
    "q with operators": [
      "q=is:inbox%20account",
      ...named(
        "q",
        tags.map((tag) => `tag:%22${tag}%22`),
      ),
    ],
  };
}
