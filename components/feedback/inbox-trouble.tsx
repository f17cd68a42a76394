"use client";

import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { ErrorState } from "#components/ui/error-state.tsx";
import { NoPermissionState } from "#components/ui/no-permission-state.tsx";
import { ApiError } from "#lib/api/client.ts";

export type InboxTroubleProps = { error: Error; onRetry: () => void; retrying: boolean };

/** Why there is no list. */
export function InboxTrouble({ error, onRetry, retrying }: InboxTroubleProps) {
  const { account } = useWorkspace();
  const answer = error instanceof ApiError ? error : null;
  if (answer?.status === 403) return <NoPermissionState title="You may not read the inbox" role={account.role} />;
  return (
    <ErrorState
      title="The inbox could not be loaded"
      requestId={answer?.requestId ?? undefined}
      onRetry={onRetry}
      retrying={retrying}
    />
  );
}
