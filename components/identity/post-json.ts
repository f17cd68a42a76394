/** A call without the typed client, which would bring React Query to pages that need to be small. */

export type Trouble = {
  status: number;
  message: string;
  /** What is wrong with each field, by its JSON pointer. */
  fields: Record<string, string>;
};

export type Posted<T> = { data: T; trouble: null } | { data: null; trouble: Trouble };

type Problem = { title?: string; detail?: string; errors?: { pointer: string; message: string }[] };

const unreachable = "The server cannot be reached. What you typed is still here; try again in a moment.";

const inMinutes = (seconds: number) =>
  seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.max(1, seconds)} seconds`;

/** The API says "must be one e-mail address" of a field; below the field that wants a subject. */
const asSentence = (message: string) => (/^[a-z]/.test(message) ? `This ${message}` : message);

async function troubleOf(response: Response): Promise<Trouble> {
  const problem = (await response.json().catch(() => ({}))) as Problem;
  const wait = Number(response.headers.get("retry-after"));
  const words = problem.detail ?? problem.title ?? unreachable;
  return {
    status: response.status,
    message: response.status === 429 && wait > 0 ? `Too many attempts. Try again in ${inMinutes(wait)}.` : words,
    fields: Object.fromEntries((problem.errors ?? []).map(({ pointer, message }) => [pointer, asSentence(message)])),
  };
}

/** Sends JSON and gives the answer or what went wrong; it never throws. Without a body it reads. */
export async function postJson<T>(url: string, body?: unknown): Promise<Posted<T>> {
  try {
    const response = await fetch(url, {
      method: body === undefined ? "GET" : "POST",
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!response.ok) return { data: null, trouble: await troubleOf(response) };
    return { data: response.status === 204 ? ({} as T) : ((await response.json()) as T), trouble: null };
  } catch {
    return { data: null, trouble: { status: 0, message: unreachable, fields: {} } };
  }
}
