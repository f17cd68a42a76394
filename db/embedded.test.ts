import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Embedded, startEmbedded } from "#db/embedded.ts";
import { newDataDir } from "#db/testing/folder.ts";

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Most tests share one folder, one after the other, since making a database is what takes time. */
let dataDir = "";
beforeAll(async () => {
  dataDir = await newDataDir();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function start(dataDir: string): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, fast: true });
  ends.push(() => embedded.stop());
  return embedded;
}

async function ask(url: string, statement: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    return await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Another process that starts or joins the database and then waits; gives whether it joined. */
async function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; attached: boolean }> {
  const module = JSON.stringify(join(import.meta.dirname, "embedded.ts"));
  const program = `const { startEmbedded } = await import(${module});
    const db = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, fast: true });
    process.on("message", async () => { await db.stop(); process.exit(0); });
    process.send(db.attached);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: ["ignore", 2, 2, "ipc"] });
  const [attached] = await once(child, "message");
  return { child, attached };
}

const end = (child: ChildProcess) => {
  const exit = once(child, "exit");
  child.send("stop");
  return exit;
};

describe("the built-in PostgreSQL", () => {
  it("has a login that owns its database and nothing more, and a runtime role that owns nothing", async () => {
    const { url } = await start(dataDir);
    const rows = await ask(
      url,
      `select rolname as name, rolsuper as super, rolcreaterole as makes_roles, rolcreatedb as makes_databases,
         rolbypassrls as bypasses, rolcanlogin as logs_in,
         array(select roleid::regrole::text from pg_auth_members where member = pg_roles.oid) as member_of
       from pg_roles where rolname like 'throughline%' order by 1`,
    );
    const weak = { super: false, makes_roles: false, makes_databases: false, bypasses: false };
    expect([...rows]).toEqual([
      { name: "throughline", ...weak, logs_in: true, member_of: ["throughline_app"] },
      { name: "throughline_app", ...weak, logs_in: false, member_of: [] },
    ]);
    expect([
      ...(await ask(
        url,
        "select current_user as me, pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()",
      )),
    ]).toEqual([{ me: "throughline", owner: "throughline" }]);
    for (const name of ["pg_trgm", "btree_gin"]) await ask(url, `create extension ${name}`);
  });

  it("listens on loopback only, asks for the password, and keeps it for its owner alone", async () => {
    const { url } = await start(dataDir);
    expect((await stat(join(dataDir, "postgres.json"))).mode & 0o777).toBe(0o600);
    const [row] = await ask(url, "select current_setting('listen_addresses') as at, current_setting('fsync') as fsync");
    expect(row).toMatchObject({ at: "127.0.0.1" });
    const wrong = Object.assign(new URL(url), { password: "guess" }).toString();
    await expect(ask(wrong, "select 1")).rejects.toMatchObject({ code: "28P01" });
  });

  it.runIf(process.getuid?.() === 0)("does not run as root when started by root", async () => {
    const { pid } = await start(dataDir);
    expect((await stat(`/proc/${pid()}`)).uid).not.toBe(0);
  });

  it("is shared by processes, and the last one to let go ends it", async () => {
    const first = await start(dataDir);
    const second = await startElsewhere(dataDir);
    expect([first.attached, second.attached]).toEqual([false, true]);
    await first.stop();
    expect(first.pid()).not.toBeNull();
    await end(second.child);
    expect(first.pid()).toBeNull();
  });

  it("survives the process that started it, and the next one joins it", async () => {
    const { child, attached } = await startElsewhere(dataDir);
    expect(attached).toBe(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    const next = await start(dataDir);
    expect(next.attached).toBe(true);
    await next.stop();
    expect(next.pid()).toBeNull();
  });

  it("is made once by processes that start together, and runs once", async () => {
    const folder = await newDataDir();
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const all = await Promise.all(Array.from({ length: 4 }, () => startElsewhere(folder)));
    expect(all.filter(({ attached }) => !attached)).toHaveLength(1);
    await Promise.all(all.map(({ child }) => end(child)));
  });

  it("comes back after a crash on the same port with everything that was committed", async () => {
    const db = await start(dataDir);
    await ask(db.url, "create table kept (n int); insert into kept select generate_series(1, 1000)");
    await ask(db.adminUrl, "checkpoint");
    await db.crash();
    expect(db.pid()).toBeNull();
    await expect(ask(db.url, "select 1")).rejects.toThrow();
    await db.start();
    expect((await ask(db.url, "select count(*)::int as n from kept"))[0]?.n).toBe(1000);
  });

  it("starts although a left-over names a process that is another program by now", async () => {
    const db = await start(dataDir);
    const file = join(db.folder, "postmaster.pid");
    const [, ...rest] = (await readFile(file, "utf8")).split("\n");
    await db.stop();
    await writeFile(file, [process.pid, ...rest].join("\n"));
    const again = await start(dataDir);
    expect(again.attached).toBe(false);
    expect(again.pid()).not.toBe(process.pid);
  });

  it("can be moved with its folder, and takes another port when its own is taken", async () => {
    const first = await start(dataDir);
    await ask(first.url, "create table moved (n int)");
    await first.stop();
    const place = `${dataDir}-moved`;
    await rename(dataDir, place);
    dataDir = place;
    const taken = (await import("node:net")).createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    ends.push(async () => taken.close());
    await once(taken, "listening");
    const second = await start(place);
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect([...(await ask(second.url, "select * from moved"))]).toEqual([]);
  });

  it("F16 refuses to begin anew when the data it knows of is gone", async () => {
    const db = await start(dataDir);
    await db.stop();
    await rename(db.folder, `${db.folder}.away`);
    await expect(startEmbedded({ dataDir, fast: true })).rejects.toThrow(/is not at .* any more/);
    await writeFile(join(dataDir, "postgres.json"), "{");
    await expect(startEmbedded({ dataDir, fast: true })).rejects.toThrow(/cannot be read/);
  });
});
