import { execFileSync, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "#db/embedded/port.ts";
import { findProgram } from "./programs.ts";

type Nginx = { folder: string; tell: (signal: NodeJS.Signals) => void; stop: () => Promise<void> };

/** nginx with these words as its `http` block, once `isUp` says so. `write` gives it others, to be read at SIGHUP. */
async function runNginx(
  http: () => string,
  isUp: () => Promise<unknown>,
): Promise<Nginx & { write: () => Promise<void> }> {
  const program = findProgram("nginx", "nginx-light");
  const folder = await mkdtemp(join(tmpdir(), "throughline-nginx-"));
  await chmod(folder, 0o755);
  const file = join(folder, "nginx.conf");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const write = () =>
    writeFile(
      file,
      `daemon off;
pid ${folder}/nginx.pid;
error_log stderr error;
worker_processes 1;
events { worker_connections 4096; }
http {
  access_log off;
  ${paths.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  ${http()}
}
`,
    );
  await write();
  const child = spawn(program, ["-p", folder, "-c", file], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const answers = () =>
    isUp().then(
      () => true,
      () => false,
    );
  for (let n = 0; !(await answers()); n++) {
    if (n > 200 || child.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
    await sleep(25);
  }
  return {
    folder,
    write,
    tell: (signal) => child.kill(signal),
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** nginx before servers on these ports. `use` is how an operator drains one: it is left out, and nginx told to read again. */
export async function startNginx(ports: number[]): Promise<{
  url: string;
  use: (ports: number[]) => Promise<void>;
  stop: () => Promise<void>;
}> {
  const own = await findFreePort();
  const url = `http://127.0.0.1:${own}`;
  let to = ports;
  const http = () => `upstream servers { ${to.map((port) => `server 127.0.0.1:${port};`).join(" ")} }
  server {
    listen 127.0.0.1:${own};
    client_max_body_size 64m;
    location / {
      proxy_pass http://servers;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }`;
  const nginx = await runNginx(http, () => fetch(`${url}/healthz`));
  return {
    url,
    use: async (wanted) => {
      to = wanted;
      await nginx.write();
      nginx.tell("SIGHUP");
    },
    stop: nginx.stop,
  };
}

/** nginx with the configuration that the documentation gives, but for where it listens and what it signs with. */
export async function startDocumentedNginx(port: number): Promise<{
  httpPort: number;
  httpsPort: number;
  /** What its log of accesses holds. */
  logged: () => Promise<string>;
  stop: () => Promise<void>;
}> {
  const [httpPort, httpsPort] = [await findFreePort(), await findFreePort()];
  const keys = await mkdtemp(join(tmpdir(), "throughline-tls-"));
  const [key, certificate] = [join(keys, "privkey.pem"), join(keys, "fullchain.pem")];
  execFileSync(
    findProgram("openssl"),
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=throughline.example.com"].concat([
      ...["-keyout", key, "-out", certificate],
    ]),
    { stdio: "ignore" },
  );
  const documented = await readFile(join(import.meta.dirname, "..", "docs", "deploy", "nginx.conf"), "utf8");
  const replaced: [RegExp | string, string][] = [
    [/^ *listen \[::\].*$/gm, ""],
    ["listen 80;", `listen 127.0.0.1:${httpPort};`],
    ["listen 443 ssl http2;", `listen 127.0.0.1:${httpsPort} ssl http2;`],
    ["server 127.0.0.1:3000 ", `server 127.0.0.1:${port} `],
    ["/etc/ssl/throughline/fullchain.pem", certificate],
    ["/etc/ssl/throughline/privkey.pem", key],
    [/\/var\/log\/nginx\/access\.log/g, join(keys, "access.log")],
  ];
  const http = replaced.reduce((text, [from, to]) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`docs/deploy/nginx.conf has no ${from} any more`);
    return changed;
  }, documented);
  const nginx = await runNginx(
    () => http,
    () => fetch(`http://127.0.0.1:${httpPort}/`, { redirect: "manual" }),
  );
  return {
    httpPort,
    httpsPort,
    logged: () => readFile(join(keys, "access.log"), "utf8"),
    stop: async () => {
      await nginx.stop();
      await rm(keys, { recursive: true, force: true });
    },
  };
}
