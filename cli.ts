import { parseArgs } from "node:util";
import type { Command } from "#lib/workspaces/command-line.ts";

/** npm run -s cli -- <command>: one JSON object on standard output, or a message on standard error and exit code 1. */

// Log lines would stand beside the one object that is promised. Set before anything that logs is loaded.
process.env.LOG_LEVEL = "silent";
const { useDatabase } = await import("#db/client.ts");
const { migrate } = await import("#db/migrate.ts");
const { openDatabase } = await import("#db/open.ts");
const { AppError } = await import("#lib/core/errors.ts");
const { readSettings } = await import("#lib/core/settings.ts");
const { sampleCommands } = await import("#lib/sample/command-line.ts");
const { commands: workspaceCommands } = await import("#lib/workspaces/command-line.ts");

const commands: Record<string, Command> = { ...workspaceCommands, ...sampleCommands };

/** Something that the caller can put right. */
class UsageError extends Error {}

const help = () => {
  const lines = Object.entries(commands).flatMap(([name, { does, options }]) => [
    `  ${name}   ${does}`,
    ...Object.entries(options).map(([option, { takes }]) => `      --${option.padEnd(16)} ${takes}`),
  ]);
  const migrateLine = "  db:migrate   brings the database to this version";
  return ["npm run -s cli -- <command> [options]", "", ...lines, migrateLine, "", "All options are required."].join(
    "\n",
  );
};

function optionsOf(name: string, { options }: Command, args: string[]): Record<string, string> {
  const names = Object.keys(options);
  const known = `${name} takes ${names.map((option) => `--${option}`).join(" ")}.`;
  let values: Record<string, unknown>;
  try {
    const kinds = Object.fromEntries(names.map((option) => [option, { type: "string" as const }]));
    ({ values } = parseArgs({ args, options: kinds, strict: true, allowPositionals: false }));
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split(". ")[0] : error}. ${known}`);
  }
  const given: Record<string, string> = {};
  for (const [option, { takes, field = option }] of Object.entries(options)) {
    const value = values[option];
    if (typeof value !== "string" || value === "") throw new UsageError(`--${option} is required: ${takes}.`);
    given[field] = value;
  }
  return given;
}

/** An input error in the words of the command line: the option, what is wrong with it, and what it may be. */
function worded({ options }: Command, error: unknown): unknown {
  if (!(error instanceof AppError) || !error.fields) return error;
  const lines = error.fields.map(({ pointer, message }) => {
    const field = pointer.split("/")[1] ?? "";
    const [option, allowed] = Object.entries(options).find(([name, { field: own = name }]) => own === field) ?? [field];
    return `--${option} ${message}${allowed ? `. It takes ${allowed.takes}.` : ""}`;
  });
  return new UsageError(lines.join("\n"));
}

async function withDatabase<T>(work: (applied: string[]) => Promise<T>): Promise<T> {
  // The command line signs nothing, so it does without the secret that a server with this database needs.
  const settings = readSettings({ AUTH_SECRET: "the command line signs no sessions", ...process.env, LOG_LEVEL: "" });
  const opened = await openDatabase(settings);
  try {
    const { applied } = await migrate(opened.migrationUrl);
    const db = useDatabase(opened.url, 2);
    try {
      return await work(applied);
    } finally {
      await db.close();
    }
  } finally {
    await opened.stop();
  }
}

async function main([name, ...args]: string[]): Promise<void> {
  const asksForHelp = name === undefined || name === "help" || [name, ...args].includes("--help");
  if (asksForHelp) {
    (name === undefined ? process.stderr : process.stdout).write(`${help()}\n`);
    if (name === undefined) process.exitCode = 2;
    return;
  }
  let result: object;
  if (name === "db:migrate") {
    if (args.length > 0) throw new UsageError("db:migrate takes no options.");
    result = await withDatabase(async (applied) => ({ applied }));
  } else {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      throw new UsageError(`${name} is no command. There are ${[...Object.keys(commands), "db:migrate"].join(", ")}.`);
    }
    const given = optionsOf(name, command, args);
    result = await withDatabase(() =>
      command.run(given).catch((error: unknown) => {
        throw worded(command, error);
      }),
    );
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
