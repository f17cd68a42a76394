import type { Entry } from "./events.ts";
import type { Scope } from "./operation.ts";

/** An event as it was written, in the transaction that wrote it. */
export type Happened = Entry & { id: string };

/** What a domain does when something happened elsewhere. It is given all that happened in the transaction, and may write. */
export type Reaction = (scope: Scope, happened: readonly Happened[]) => Promise<void>;

const reactions = new Set<Reaction>();

/** Has `reaction` run before the commit of every transaction with events. Called once, while the domain is loaded. */
export function reacts(reaction: Reaction): void {
  reactions.add(reaction);
}

/** Runs the reactions, one after the other. */
export async function react(scope: Scope, happened: readonly Happened[]): Promise<void> {
  if (happened.length === 0) return;
  for (const reaction of reactions) await reaction(scope, happened);
}
