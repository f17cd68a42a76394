import type { Shown } from "./screens.ts";

/** A workspace in which every word is a hard one: from right to left, very long, or without a place to break. */

export const hebrew = "יומן הביקורת נעצר באמצע, בכל רבעון מחדש";
export const arabic = "لا يستطيع المدققون الحصول على السجل كل ثلاثة أشهر";
export const german =
  "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz und Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
export const endless = "abcdefghij".repeat(20);
export const names = { owner: "מירה ראו-אלמוג", viewer: "عبد الرحمن بن خالد الهاشمي" };

type Send = (method: string, path: string, body?: unknown) => Promise<{ id: string } & Record<string, unknown>>;

const body = [
  hebrew,
  arabic,
  endless,
  `* ${hebrew}\n* ${arabic}\n  1. ${german}`,
  `> ${hebrew}`,
  `| ${arabic} | ${german} |\n| --- | --- |\n| ${hebrew} | ${endless} |`,
  `\`\`\`\n${endless}\n\`\`\``,
  `https://example.com/${endless}`,
].join("\n\n");

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();
const later = (days: number) => day(-days).slice(0, 10);

/** Fills it by the API. `upload` sends a file to be imported and gives the import, which waits for its columns. */
export async function fillWithHardWords(
  slug: string,
  send: Send,
  upload: (name: string, csv: string) => Promise<string>,
): Promise<Shown> {
  await send("PATCH", "", {
    name: german,
    currency: "EUR",
    horizonNames: {
      now: "עכשיו",
      next: "Als Nächstes (Planungszeitraum 2027/28)",
      later: "لاحقًا",
      done: "W".repeat(40),
    },
    setAsideReasons: [
      { key: "not_now", label: hebrew },
      { key: "never", label: german.slice(0, 100) },
      { key: "third", label: "x".repeat(100) },
    ],
  });
  const company = await send("POST", "/companies", {
    name: hebrew,
    domains: ["hashmal.example", `${"a".repeat(60)}.example`],
    arr: 1_234_567.89,
    tier: german.slice(0, 60),
    lifecycle: "customer",
    renewsOn: later(47),
    health: 62,
  });
  const other = await send("POST", "/companies", { name: endless, domains: ["endless.example"], arr: 99_999_999 });
  await send("POST", "/contacts", {
    name: arabic,
    email: `${"very.long.address.".repeat(3)}x@hashmal.example`,
    companyId: company.id,
    role: german.slice(0, 100),
    isChampion: true,
  });
  const said = [
    {
      title: hebrew,
      body,
      company: { domain: "hashmal.example" },
      contact: { name: arabic, email: "a@hashmal.example" },
    },
    {
      title: endless,
      body: arabic,
      company: { domain: "endless.example" },
      contact: { name: endless, email: "b@endless.example" },
    },
    { title: german, body: german, contact: { name: german.slice(0, 200), email: "c@nowhere.example" } },
    { title: "", body: `${hebrew}. ${arabic}.`, contact: { email: `${"w".repeat(60)}@nowhere.example` } },
    { title: `Export: ${hebrew} (CSV)`, body: endless, tags: [hebrew.slice(0, 60), endless.slice(0, 60)] },
    { title: arabic, body: hebrew, company: { domain: "hashmal.example" } },
  ];
  const messages: string[] = [];
  for (const [at, item] of said.entries()) {
    const made = await send("POST", "/feedback", {
      ...item,
      source: "zendesk",
      externalId: at === 0 ? endless : String(at),
      externalUrl: "https://desk.example/1",
      occurredAt: day(at),
      ...(at === 0 && { messages: [{ author: names.viewer, at: day(0), body }] }),
    });
    messages.push(made.id);
  }
  const [first = "", second = "", , , fifth = "", sixth = ""] = messages;
  const stages = (await send("GET", "/idea-stages")) as unknown as { data: { id: string }[] };
  const ideas: string[] = [];
  for (const title of [hebrew, endless, german, arabic]) {
    const made = await send("POST", "/ideas", {
      title,
      problem: body,
      value: hebrew,
      hypothesis: german,
      stageId: stages.data.at(-1)?.id,
    });
    ideas.push(made.id);
  }
  const [idea = "", second_ = "", , fourth = ""] = ideas;
  await send("PUT", `/feedback/${sixth}/ideas/${idea}`, { importance: "blocker", quote: hebrew });
  await send("PUT", `/feedback/${second}/ideas/${idea}`, { importance: "must" });
  await send("PUT", `/feedback/${second}/ideas/${second_}`, {});
  await send("POST", `/feedback/${fifth}/set-aside`, { reason: "not_now", note: arabic });
  await send("POST", `/ideas/${fourth}/set-aside`, { reason: "never", note: endless });

  const metric = await send("POST", "/metrics", { key: "exports", name: hebrew, definition: body, unit: "percent" });
  await send("POST", "/metrics", { key: "endless", name: endless, definition: german });
  const points = Array.from({ length: 12 }, (_, at) => ({
    at: day(90 - at * 7),
    value: 12 + at * 2,
    ...(at % 3 === 0 ? { note: at === 0 ? endless : arabic } : {}),
  }));
  await send("POST", "/metrics/exports/points", { points });
  const objective = await send("POST", "/objectives", {
    title: arabic,
    description: body,
    startsOn: day(60).slice(0, 10),
    endsOn: later(60),
    confidence: 40,
  });
  await send("POST", "/objectives", { title: endless, parentId: objective.id });
  const result = await send("POST", `/objectives/${objective.id}/key-results`, {
    title: hebrew,
    metricId: metric.id,
    start: 12,
    target: 40,
    dueOn: later(60),
  });
  await send("POST", `/objectives/${objective.id}/key-results`, { title: endless });
  await send("POST", `/key-results/${result.id}/check-ins`, {
    value: 23,
    confidence: 60,
    comment: `${arabic} ${endless}`,
  });

  const cards: string[] = [];
  for (const [at, title] of [hebrew, endless, german, arabic, `Export ${hebrew}`].entries()) {
    const made = await send("POST", "/initiatives", {
      title,
      problem: body,
      targetOutcome: arabic,
      horizon: at < 2 ? "now" : at < 4 ? "next" : "later",
      confidence: 50,
      ideaIds: at === 0 ? ideas.slice(0, 3) : [idea],
      objectiveIds: [objective.id],
      keyResultIds: [result.id],
    });
    cards.push(made.id);
  }
  const [card = "", , , done = "", aside = ""] = cards;
  await send("POST", `/initiatives/${card}/outcomes`, {
    metricId: metric.id,
    expected: 40,
    dueOn: later(60),
    confidence: 60,
  });
  const bet = await send("POST", `/initiatives/${done}/outcomes`, {
    metricId: metric.id,
    expected: 40,
    dueOn: later(1),
  });
  await send("POST", `/initiatives/${done}/outcomes/${bet.id}/review`, {
    verdict: "partial",
    actual: 31,
    reason: german,
    learning: hebrew,
  });
  await send("POST", `/initiatives/${done}/move`, { horizon: "done", afterId: null, reason: arabic });
  await send("POST", `/initiatives/${aside}/set-aside`, { reason: "third", note: hebrew });

  for (const [type, id] of [
    ["feedback", first],
    ["feedback", sixth],
    ["idea", idea],
    ["initiative", card],
    ["objective", objective.id],
    ["keyResult", result.id],
    ["metric", metric.id],
    ["company", company.id],
  ]) {
    await send("POST", "/comments", { subject: `${type}:${id}`, body: `${hebrew}\n\n${endless}\n\n${german}` });
  }
  await send("POST", "/requests", { title: hebrew, body, companyId: company.id, ideaId: idea, importance: "must" });
  await send("POST", "/requests", { title: endless, body: arabic, companyId: other.id });
  await send("POST", "/api-keys", { name: hebrew, scopes: ["read"] });
  await send("POST", "/api-keys", {
    name: endless,
    scopes: ["read", "feedback:write", "feedback:import", "ideas:write"],
  });
  const { token } = await send("POST", "/invitations", { email: `${"w".repeat(60)}@nowhere.example`, role: "viewer" });

  const head = "Kennung,Titel,Nachricht,Name,E-Mail,Firma,Erstellt am";
  const rows = [hebrew, arabic, endless, german].map(
    (words, at) => `${at},"${words}","${words}",${names.viewer},,"${hebrew}",2026-03-0${at + 1}`,
  );
  const broken = `9,"${hebrew}","${endless}","${arabic}",no address,"${german}",${arabic}`;
  const file = [head, ...rows, broken].join("\n");
  const imported = await upload(`${hebrew}.csv`, file);
  await send("PUT", `/imports/${imported}/mapping`, { source: "desk", dryRun: false });
  const mapping = await upload(`${endless}.csv`, file.replace("Kennung", "Feld"));
  return {
    slug,
    message: first,
    linked: sixth,
    idea,
    card,
    done,
    objective: objective.id,
    metric: "exports",
    company: company.id,
    imported,
    mapping,
    invitation: String(token),
  };
}
