import { readFileSync } from "node:fs";

/** What tells this run of a process from a later one that was given the same number. */
export type ProcessMark = string;

const stat = (pid: number): string[] | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command's name in brackets and may hold anything, so count from behind it.
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
};

/** True while the process runs. A dead child that nobody has collected (a zombie) does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return stat(pid)?.[0] !== "Z";
}

/** Names the process so that a reused number is noticed: its number and, where the system tells, when it began. */
export function markOf(pid: number): ProcessMark {
  return `${pid}-${stat(pid)?.[19] ?? "0"}`;
}

/** True while the very process that was marked runs. */
export function isMarkAlive(mark: ProcessMark): boolean {
  const pid = Number.parseInt(mark, 10);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && markOf(pid) === mark;
}

/** The program and its arguments; null where the system does not tell. */
export function commandOf(pid: number): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return null;
  }
}

/** Waits until the process has ended. False when it still runs after `forMs` milliseconds. */
export async function hasEnded(pid: number, forMs: number): Promise<boolean> {
  const until = performance.now() + forMs;
  while (isAlive(pid)) {
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
}
