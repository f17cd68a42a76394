import { ApiError, type Output } from "#lib/api/client.ts";
import { paths } from "#lib/api/paths.ts";

export type Sending = {
  workspace: string;
  file: Blob;
  name: string;
  /** Undefined: the file's rows say it, or nobody does. */
  source: string | undefined;
  /** The same for every attempt with this file: an answer that was lost is then given again. */
  idempotencyKey: string;
  onProgress: (sent: number) => void;
  signal: AbortSignal;
};

/**
 * Sends a file as it lies on the disk. By XMLHttpRequest, since fetch tells nobody how far an upload is. Everything is
 * tried first, so that a file that is known already runs no further than to what it would do. Throws ApiError.
 */
export function sendFile(sending: Sending): Promise<Output<"import.create">> {
  const { workspace, file, name, source, idempotencyKey, onProgress, signal } = sending;
  const [method = "POST", path = ""] = paths["import.create"].split(" ");
  const query = new URLSearchParams({ format: "auto", dryRun: "true", name, ...(source ? { source } : {}) });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, `/api/v1${path.replace(/^W/, `/workspaces/${encodeURIComponent(workspace)}`)}?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("idempotency-key", idempotencyKey);
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      const answer = readJson(request.responseText);
      if (request.status === 202) resolve(answer as Output<"import.create">);
      else reject(new ApiError(request.status, answer ?? {}, request.getResponseHeader("x-request-id")));
    };
    request.onerror = () => reject(new TypeError("The server cannot be reached."));
    request.onabort = () => reject(new DOMException("The upload was stopped.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function readJson(text: string): object | null {
  try {
    return JSON.parse(text) as object;
  } catch {
    return null;
  }
}
