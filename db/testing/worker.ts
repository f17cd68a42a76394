import { afterAll, inject } from "vitest";
import { useDatabase } from "#db/client.ts";

/** Each test file has a small pool of its own on the run's database; it connects when it is first used. */
const database = useDatabase(inject("databaseUrl"), 6);
const environment = { ...process.env };

afterAll(async () => {
  await database.close();
  // The next file is in this process too, and has its own settings.
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
});
