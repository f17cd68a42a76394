import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "#db/embedded/port.ts";
import { findProgram } from "./programs.ts";

/** nginx before servers on these ports. `use` is how an operator drains one: it is left out, and nginx told to read again. */
export async function startNginx(ports: number[]): Promise<{
  url: string;
  use: (ports: number[]) => Promise<void>;
  stop: () => Promise<void>;
}> {
  const program = findProgram("nginx", "nginx-light");
  const folder = await mkdtemp(join(tmpdir(), "throughline-nginx-"));
  await chmod(folder, 0o755);
  const own = await findFreePort();
  const file = join(folder, "nginx.conf");
  const write = (to: number[]) =>
    writeFile(
      file,
      `daemon off;
pid ${folder}/nginx.pid;
error_log stderr error;
worker_processes 1;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  upstream servers { ${to.map((port) => `server 127.0.0.1:${port};`).join(" ")} }
  server {
    listen 127.0.0.1:${own};
    client_max_body_size 64m;
    location / {
      proxy_pass http://servers;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
    }
  }
}
`,
    );
  await write(ports);
  const child = spawn(program, ["-p", folder, "-c", file], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${own}`;
  const answers = () =>
    fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    );
  for (let n = 0; !(await answers()); n++) {
    if (n > 200 || child.exitCode !== null) throw new Error(`nginx did not start: ${said}`);
    await sleep(25);
  }
  return {
    url,
    use: async (to) => {
      await write(to);
      child.kill("SIGHUP");
    },
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
