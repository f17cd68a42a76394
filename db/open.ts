import { type Embedded, startEmbedded } from "./embedded.ts";

export type OpenDatabase = {
  /** For the runtime: every transaction assumes the role `throughline_app`. */
  url: string;
  /** For migrations and the job queue: the owner of the schema. */
  migrationUrl: string;
  embedded: Embedded | null;
  stop: () => Promise<void>;
};

/** The database of this instance: the one DATABASE_URL names, else the embedded one, joined or started. */
export async function openDatabase(settings: {
  databaseUrl: string | null;
  databaseMigrationUrl: string | null;
  dataDir: string;
}): Promise<OpenDatabase> {
  if (settings.databaseUrl) {
    const migrationUrl = settings.databaseMigrationUrl ?? settings.databaseUrl;
    return { url: settings.databaseUrl, migrationUrl, embedded: null, stop: async () => {} };
  }
  const embedded = await startEmbedded({ dataDir: settings.dataDir });
  const { url, migrationUrl } = embedded;
  return { url, migrationUrl, embedded, stop: () => embedded.stop() };
}
