"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ContactAsks } from "#components/customers/contact-asks.tsx";
import { LoadError } from "#components/shell/load-error.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { Drawer } from "#components/ui/drawer.tsx";
import { LoadingRegion } from "#components/ui/loading-region.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { ApiError, apiQuery } from "#lib/api/client.ts";
import { stepsOf } from "./steps-of.ts";
import { useWhy } from "./use-why.ts";
import { WhyPanel } from "./why-panel.tsx";

const shapes = ["w-48", "w-64", "w-40", "w-56"];

/** "Why?" on any record: one panel, both ways. */
export function WhyDrawer() {
  const { slug, currency, horizonNames, setAsideReasons } = useWorkspace();
  const { subject, close } = useWhy();
  const trace = useQuery({
    ...apiQuery(slug, "trace.get", subject ?? { type: "idea", id: "" }),
    enabled: subject !== null,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const missing = trace.error instanceof ApiError && trace.error.status === 404;
  return (
    <Drawer
      open={subject !== null}
      onOpenChange={(open) => !open && close()}
      eyebrow="Why is this here?"
      title={trace.data?.subject.title ?? (trace.isError ? "Not found" : "…")}
    >
      {missing || (trace.isError && !trace.data) ? (
        <LoadError
          title={missing ? "This record is gone" : "The chain could not be loaded"}
          query={trace}
          gone={missing ? "It was deleted, or the link is not complete." : undefined}
        />
      ) : trace.data ? (
        <>
          <WhyPanel steps={stepsOf(trace.data, { slug, horizonNames, reasons: setAsideReasons })} currency={currency} />
          {subject?.type === "contact" && <ContactAsks id={subject.id} />}
        </>
      ) : (
        <LoadingRegion label="Loading the chain" className="grid gap-8 pt-2">
          {shapes.map((shape) => (
            <div key={shape} className="grid gap-2 pl-6">
              <Skeleton className="h-3 w-24" />
              <Skeleton className={`h-4 ${shape}`} />
            </div>
          ))}
        </LoadingRegion>
      )}
    </Drawer>
  );
}
