import { afterAll, inject } from "vitest";
import { useDatabase } from "#db/client.ts";

/** Each test file has a small pool of its own on the run's database; it connects when it is first used. */
const database = useDatabase(inject("databaseUrl"), 6);

afterAll(() => database.close());
