import { totalmem } from "node:os";

const megabyte = 1024 * 1024;

/** Memory this process may count on: the machine's, or the container's where that is less. */
function memory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

const clamp = (value: number, least: number, most: number) => Math.round(Math.min(Math.max(value, least), most));

/** Who may come in: over loopback, with a password. There is no socket file. */
export const hostAccess = "host all all 127.0.0.1/32 scram-sha-256\n";

/**
 * postgresql.conf for one small machine that also runs the server. `fast` gives durability up, for tests only.
 * The log stays in the data folder, a file per weekday, and never quotes a statement or a row.
 */
export function configuration({ port, fast }: { port: number; fast: boolean }): string {
  const megabytes = memory() / megabyte;
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    // Tests run several servers at once on one.
    max_connections: fast ? 300 : 100,
    password_encryption: "scram-sha-256",
    shared_buffers: `${clamp(megabytes / 8, 64, fast ? 256 : 1024)}MB`,
    effective_cache_size: `${clamp(megabytes / 2, 128, 8192)}MB`,
    work_mem: "16MB",
    maintenance_work_mem: `${clamp(megabytes / 16, 64, 256)}MB`,
    // One small machine gains nothing from parallel queries, and containers have little shared memory for them.
    max_parallel_workers_per_gather: 0,
    max_parallel_maintenance_workers: 0,
    jit: "off",
    random_page_cost: 1.1,
    // Two that wait for each other are told soon enough for a request to try again (db/client.ts).
    deadlock_timeout: "200ms",
    autovacuum_naptime: "15s",
    max_wal_size: "2GB",
    min_wal_size: "128MB",
    checkpoint_timeout: "10min",
    fsync: fast ? "off" : "on",
    synchronous_commit: fast ? "off" : "on",
    full_page_writes: fast ? "off" : "on",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    datestyle: "iso, ymd",
    default_text_search_config: "pg_catalog.simple",
    logging_collector: "on",
    log_directory: "log",
    log_filename: "postgresql-%a.log",
    log_truncate_on_rotation: "on",
    log_rotation_age: "1d",
    log_rotation_size: 0,
    log_checkpoints: "off",
    log_error_verbosity: "terse",
    log_min_error_statement: "panic",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`);
  return `# Written anew at every start. For a change of your own use ALTER SYSTEM.\n${lines.join("\n")}\n`;
}
