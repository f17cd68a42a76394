import { Trash2 } from "lucide-react";
import { ApiError } from "#lib/api/client.ts";

export type GoneNoteProps = {
  /** Why the record could not be read again. */
  error: Error | null;
  /** "idea", "metric". */
  what: string;
};

/** Says that what is still on the screen was deleted meanwhile; nothing otherwise. */
export function GoneNote({ error, what }: GoneNoteProps) {
  const gone = error instanceof ApiError && error.status === 404;
  return (
    <div role="status">
      {gone && (
        <p className="flex items-center gap-2 border-b border-line bg-quote px-4 py-2">
          <Trash2 aria-hidden className="size-3.5 shrink-0" />
          Somebody deleted this {what}. This is how it was last.
        </p>
      )}
    </div>
  );
}
