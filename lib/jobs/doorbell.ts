/**
 * Wakes this process's workers for what has just been put into their queue, which they would otherwise find by asking some
 * seconds later. Only a hint: another process's workers do not hear it, and a busy one asks when it is done.
 */
const bells = new Map<string, Set<() => void>>();
let pass: (queue: string) => void = () => {};

/** Has `wake` called whenever something was put into the queue. Gives what ends that. */
export function answer(queue: string, wake: () => void): () => void {
  const here = bells.get(queue) ?? new Set();
  bells.set(queue, here.add(wake));
  return () => void here.delete(wake);
}

/** Has `hear` told of every ring as well: for a thread, whose process has the workers. */
export function passOn(hear: (queue: string) => void): void {
  pass = hear;
}

/** Says that the queue holds something new; to be called once it is committed. */
export function ring(queue: string): void {
  for (const wake of bells.get(queue) ?? []) wake();
  pass(queue);
}
