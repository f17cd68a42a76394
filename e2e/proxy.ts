import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP proxy before a database: what a network, or a dead server, does to those who talk through it. */
export type DatabaseProxy = {
  port: number;
  /** `pass` forwards; `refuse` closes at once; `silent` takes connections and bytes and says nothing. */
  mode: "pass" | "refuse" | "silent";
  /** Ends every connection there is. */
  cut: () => void;
  /** Stops forwarding on the connections there are, without closing them: half-open. */
  freeze: () => void;
  /** How many connections were tried. */
  tries: () => number;
  close: () => Promise<void>;
};

export async function startProxy(target: { host: string; port: number }): Promise<DatabaseProxy> {
  const pairs = new Set<[Socket, Socket]>();
  const held = new Set<Socket>();
  let tries = 0;
  const proxy: DatabaseProxy = {
    port: 0,
    mode: "pass",
    tries: () => tries,
    cut: () => {
      for (const socket of [...pairs].flat().concat([...held])) socket.destroy();
    },
    freeze: () => {
      for (const [near, far] of pairs) {
        near.unpipe();
        far.unpipe();
        near.on("data", () => {});
      }
    },
    close: () => {
      proxy.cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  const server = createServer((near) => {
    tries++;
    near.on("error", () => {});
    if (proxy.mode === "refuse") return near.destroy();
    if (proxy.mode === "silent") {
      held.add(near);
      near.on("close", () => held.delete(near));
      near.resume();
      return;
    }
    const far = connect(target);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    far.on("error", () => near.destroy());
    for (const [one, other] of [pair, [far, near] as const]) {
      one.pipe(other);
      one.on("close", () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.port = (server.address() as AddressInfo).port;
  return proxy;
}
