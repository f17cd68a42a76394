import { existsSync } from "node:fs";
import { access, constants, mkdir, realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import { accountFor, findHome } from "./embedded/account.ts";
import { findBinaries } from "./embedded/binaries.ts";
import { attach, halt, kill, launch, type Postmaster, postmasterOf } from "./embedded/cluster.ts";
import { createCluster } from "./embedded/create.ts";
import { type Kept, keep, newKept, recall } from "./embedded/kept.ts";
import { findFreePort, isFree } from "./embedded/port.ts";
import { enter, inTurn, leave } from "./embedded/turn.ts";

export type EmbeddedOptions = {
  /** Where the database lives; made when it is missing. */
  dataDir: string;
  /** Gives durability up for speed. For tests only. */
  fast?: boolean;
  log?: (line: string) => void;
};

export type Embedded = {
  /** The login that owns the database `throughline` and may become `throughline_app`. No superuser. */
  url: string;
  /** The same login; it migrates too. */
  migrationUrl: string;
  /** The superuser, for tests that need databases of their own. The product never connects by it. */
  adminUrl: string;
  /** PostgreSQL's data folder; its log is in the folder `log` there. */
  folder: string;
  /** True when the database was running already. */
  attached: boolean;
  /** PostgreSQL's process number, null while it is down. */
  pid(): number | null;
  /** Starts it again after `crash`, on the same port. */
  start(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  crash(): Promise<void>;
  /** Lets go of it; the last process to do so ends the database. */
  stop(): Promise<void>;
};

type Options = Required<EmbeddedOptions> & { file: string };

/** Where the programs are copied to when the npm package's own cannot be used. */
const sharedHome = (home: string, dataDir: string) => (home === dataDir ? dataDir : resolve(home, ".."));

/** Joins the running database, or makes it where it is missing, and starts it. Call it in turn. */
async function begin(
  options: Options,
  mayMove: boolean,
): Promise<{ kept: Kept; running: Postmaster; attached: boolean }> {
  const { dataDir, fast, log, file } = options;
  const known = await recall(file);
  const folderOf = (kept: Kept) => resolve(dataDir, kept.folder);
  const running = known ? await attach(folderOf(known)) : null;
  if (known && running) return { kept: known, running, attached: true };

  const account = accountFor(known ? folderOf(known) : join(dataDir, "postgres"));
  const home = await findHome(dataDir, account);
  const binaries = await findBinaries(account, sharedHome(home, dataDir));
  const kept = known ?? (await newKept(home === dataDir ? "postgres" : join(home, "postgres")));
  const folder = folderOf(kept);
  if (!kept.made) {
    // The passwords are kept before they are used, so whatever a crash leaves behind can be opened or made again.
    await keep(file, kept);
    log("Making the database …");
    if (!existsSync(folder)) await createCluster(folder, { account, binaries, passwords: kept.passwords, fast });
    await keep(file, { ...kept, made: true });
  } else if (!existsSync(folder)) {
    throw new Error(`The database that ${file} describes is not at ${folder} any more.`);
  }
  if (mayMove && !(await isFree(kept.port))) {
    kept.port = await findFreePort();
    await keep(file, { ...kept, made: true });
  }
  return { kept, running: await launch(folder, { port: kept.port, fast, account, binaries }), attached: false };
}

/**
 * Starts the built-in PostgreSQL of `dataDir`, or joins it where it runs already, be it for another process or because
 * the server that started it was killed. Throws with a message for people when that is impossible.
 */
export async function startEmbedded({ dataDir, fast = false, log = () => {} }: EmbeddedOptions): Promise<Embedded> {
  await mkdir(dataDir, { recursive: true, mode: 0o711 });
  const place = await realpath(dataDir);
  await access(place, constants.W_OK).catch(() => {
    throw new Error(`This user may not write in ${place}, where the database is. Start as its owner or set DATA_DIR.`);
  });
  const options = { dataDir: place, fast, log, file: join(place, "postgres.json") };
  const { kept, running, attached } = await inTurn(place, async () => {
    const begun = await begin(options, true);
    await enter(place);
    return begun;
  });
  const folder = resolve(place, kept.folder);
  const url = (user: string, password: string, database: string) =>
    `postgres://${user}:${password}@127.0.0.1:${running.port}/${database}`;
  const ownerUrl = url("throughline", kept.passwords.owner, "throughline");
  let held = true;
  const letGo = async () => {
    if (held && !(await leave(place))) await halt(folder);
    held = false;
  };
  return {
    url: ownerUrl,
    migrationUrl: ownerUrl,
    adminUrl: url("postgres", kept.passwords.superuser, "postgres"),
    folder,
    attached,
    pid: () => postmasterOf(folder)?.pid ?? null,
    start: () => inTurn(place, async () => void (await begin(options, false))),
    crash: () => kill(folder),
    stop: async () => {
      if (held) await inTurn(place, letGo);
    },
  };
}
