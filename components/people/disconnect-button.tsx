"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ConfirmDialog } from "#components/shell/confirm-dialog.tsx";
import { troubleIn } from "#components/shell/use-undoable.ts";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { api } from "#lib/api/client.ts";

/** Takes the organisation's sign-in away as a way into one's account, once it was asked again. */
export function DisconnectButton({ provider }: { provider: string }) {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const disconnect = async () => {
    try {
      await api("account.disconnect", {});
      toast({ title: `Your account is not connected with ${provider} any more` });
    } catch (error) {
      toast({ title: "That did not work", description: troubleIn(error), tone: "bad" });
    }
    await queries.invalidateQueries({ queryKey: [slug, "session.list"] });
    router.refresh();
  };
  return (
    <>
      <Button className="mt-3" aria-label={`Disconnect ${provider}`} onClick={() => setAsking(true)}>
        Disconnect
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Disconnect ${provider}?`}
        words="You sign in with your password from then on. You stay signed in here and are signed out everywhere else."
        deed="Disconnect"
        onConfirm={disconnect}
      />
    </>
  );
}
