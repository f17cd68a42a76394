import { Client, figuresOf, load, requestOf } from "../load.ts";
import { report } from "../report.ts";
import type { Stage } from "../stage.ts";
import { anotherIdea, whileWriting } from "../writing.ts";

type Word = { word: string; documents: number };
type Band = { name: string; least: number; most: number; typed?: number };

/** By the share of the feedback that holds the word. */
const bands: Band[] = [
  { name: "rare", least: 0, most: 0.0005 },
  { name: "middling", least: 0.005, most: 0.03 },
  { name: "very common", least: 0.15, most: 1 },
  // As somebody types: the first four letters of words of any band.
  { name: "prefix", least: 0.0005, most: 1, typed: 4 },
];
const questions = 120;

/**
 * Search for rare, middling and very common words. One client: something is written before each question, so every answer
 * is found anew; p95 at most 50 ms. 16 clients: words of one band over and over, as people type them in a quiet workspace
 * (answers of the same history are kept), and the same while tickets come in, which leave those that they do not concern as
 * they are (p95 at most 100 ms each); and, without a limit, while what concerns all is written, which finds none kept, and
 * rare words where every question is a new one.
 */
export async function measureSearch(stage: Stage, port: number): Promise<void> {
  const words = await wordsIn(stage);
  for (const { name, least, most, typed } of bands) {
    const band = words.filter(({ documents }) => documents > least * stage.rows && documents <= most * stage.rows);
    const picked = Array.from({ length: 40 }, (_, n) => band[Math.floor((n * band.length) / 40)]).filter(
      (word) => word !== undefined,
    );
    const asking = (n: number) => {
      const { word } = picked[n % picked.length] ?? { word: "" };
      return requestOf("GET", `${stage.path}/search?q=${word.slice(0, typed)}`, stage.key);
    };
    const about = { rows: stage.rows, words: name, documents: picked[Math.floor(picked.length / 2)]?.documents ?? 0 };
    const anew = await afterWrites(stage, port, asking);
    report("search", { ...about, clients: 1, answers: "found anew", ...anew }, { p95: { atMost: 50 } });
    const ask = () => load({ port, request: asking, clients: 16, seconds: 3 });
    const many = await ask();
    report(
      "search",
      { ...about, clients: 16, answers: "as kept", ...many },
      { p95: { atMost: 100 } },
      { perSecond: 250, times: 3 },
    );
    const fed = await whileWriting(stage, port, ask);
    report("search", { ...about, clients: 16, answers: "while tickets come in", ...fed }, { p95: { atMost: 100 } });
    const busy = await whileWriting(stage, port, ask, anotherIdea);
    report("search", { ...about, clients: 16, answers: "found anew", ...busy });
  }
  const rare = words.filter(({ documents }) => documents <= 0.0005 * stage.rows).map(({ word }) => word);
  const request = (n: number) => requestOf("GET", `${stage.path}/search?q=${rare[n % rare.length]}`, stage.key);
  const fresh = await load({ port, request, clients: 16, seconds: 3 });
  const about = { rows: stage.rows, words: "rare, each another", clients: 16, answers: "found anew" };
  report("search", { ...about, ...fresh });
}

async function afterWrites(stage: Stage, port: number, asking: (n: number) => Buffer) {
  const client = new Client(port);
  const times: number[] = [];
  for (let n = 0; n < questions; n++) {
    await client.ask(anotherIdea(stage));
    const began = performance.now();
    await client.ask(asking(n));
    times.push(performance.now() - began);
  }
  client.close();
  return figuresOf(
    times,
    times.reduce((all, time) => all + time, 0),
  );
}

/** Every plain word of the feedback and how many documents hold it, the rarest first. */
async function wordsIn({ admin, workspace }: Stage): Promise<Word[]> {
  const documents = `select tsv from search_documents where type = 'feedback' and workspace_id = '${workspace.workspace.id}'`;
  const rows = await admin`
    select word, ndoc as documents from ts_stat(${documents})
    where word ~ '^[a-z]{4,12}$' and cardinality(tsvector_to_array(to_tsvector('english', word))) = 1
      and (tsvector_to_array(to_tsvector('english', word)))[1] = word
    order by ndoc, md5(word)`;
  return rows.map(({ word, documents }) => ({ word, documents }));
}
