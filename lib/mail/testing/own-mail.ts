import postgres from "postgres";
import { inject } from "vitest";
import { database, useDatabase } from "#db/client.ts";
import { freshDatabase } from "#db/testing.ts";
import { startJobs } from "#lib/jobs/queue.ts";
import { deliverMail } from "../jobs.ts";
import { startMailSink } from "../testing.ts";

/** An instance that sends mail: a database that no other test sees, and a mail server that keeps what it is handed. */
export async function startOwnMail(size = 12) {
  const fresh = await freshDatabase();
  useDatabase(fresh.url, size);
  const admin = postgres(fresh.adminUrl, { max: 1, onnotice: () => {} });
  const sink = await startMailSink();
  const settings = {
    SMTP_URL: sink.url,
    APP_URL: "https://throughline.example",
    MAIL_FROM: "hello@throughline.example",
  };
  Object.assign(process.env, settings);
  const jobs = await startJobs({ url: fresh.url, jobs: [deliverMail] });
  return {
    sink,
    databaseUrl: fresh.url,
    /** The superuser's door to the database. */
    admin,
    close: async () => {
      for (const name of Object.keys(settings)) delete process.env[name];
      await jobs.stop();
      await sink.close();
      await admin.end();
      await database().close();
      await fresh.drop();
      useDatabase(inject("databaseUrl"), 6);
    },
  };
}
