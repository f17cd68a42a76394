"use client";

import { Inbox } from "lucide-react";
import { importsHref, navHref } from "#components/shell/nav-items.ts";
import { settingsHref } from "#components/shell/settings-href.ts";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatCount } from "#components/ui/format.ts";
import { Link } from "#components/ui/link.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import type { Output } from "#lib/api/client.ts";
import type { InboxFilter } from "./inbox-filter.ts";
import { SampleOffer } from "./sample-offer.tsx";
import { WhatWaits } from "./what-waits.tsx";

export type InboxEmptyProps = {
  state: InboxFilter["state"];
  /** Whether something is typed into the filter. */
  filtered: boolean;
  /** The product that is shown alone. */
  product: string | null;
  /** Undefined while unknown. */
  counts: Output<"feedback.count"> | undefined;
  onShow: (state: InboxFilter["state"]) => void;
  onShowAllProducts: () => void;
};

const icon = <Inbox aria-hidden className="size-6" strokeWidth={1.5} />;

/** Nothing in the list: what this place is, and what else waits. */
export function InboxEmpty({ state, filtered, product, counts, onShow, onShowAllProducts }: InboxEmptyProps) {
  const { slug, offersSample } = useWorkspace();
  const mayMakeKeys = useMay("admin");
  const mayImport = useMay("feedback:import");
  if (filtered) {
    return (
      <EmptyState
        icon={icon}
        title="Nothing here has these words"
        action={state !== "all" && <Button onClick={() => onShow("all")}>Look everywhere</Button>}
      >
        Fewer words find more. Escape in the filter shows everything again.
      </EmptyState>
    );
  }
  if (product !== null) {
    return (
      <EmptyState
        icon={icon}
        title="Nothing here is of this product"
        action={
          <button type="button" className={buttonClass("secondary", "m")} onClick={onShowAllProducts}>
            Show all products
          </button>
        }
      >
        Beside each message you say which product it is of.
      </EmptyState>
    );
  }
  if (state === "reviewed" || state === "set_aside") {
    const reviewed = state === "reviewed";
    return (
      <EmptyState
        icon={icon}
        title={reviewed ? "Nothing is reviewed yet" : "Nothing is set aside"}
        action={<Button onClick={() => onShow("inbox")}>Show what is to triage</Button>}
      >
        {reviewed
          ? "What you link to an idea, or are done with, stands here."
          : "What you decide against for now stands here, with its reason."}
      </EmptyState>
    );
  }
  const handled = counts ? counts.reviewed + counts.setAside : 0;
  if (counts && handled === 0) {
    return (
      <EmptyState
        icon={icon}
        title="What customers say arrives here"
        action={
          <>
            {mayImport && (
              <LinkButton variant="primary" href={importsHref(slug)}>
                Import a file
              </LinkButton>
            )}
            <a className={buttonClass(mayImport ? "secondary" : "primary", "m")} href="/api/v1/docs">
              Read the API reference
            </a>
            {mayMakeKeys && offersSample && <SampleOffer />}
          </>
        }
      >
        Nothing has come in yet. {mayImport && "Bring what you have as a CSV or JSON file. "}Help desks and scripts send
        it by <code className="font-mono text-s">POST</code> to{" "}
        <code className="font-mono text-s wrap-anywhere">/api/v1/workspaces/{slug}/feedback</code>, one message or a
        thousand at once.{" "}
        {mayMakeKeys && (
          <>
            The key for it is made in{" "}
            <Link
              href={settingsHref(slug, "keys")}
              className="underline decoration-line-strong underline-offset-3 hover:decoration-current"
            >
              Settings, API keys
            </Link>
            .
          </>
        )}
      </EmptyState>
    );
  }
  const said = [
    counts && counts.reviewed > 0 && `${formatCount(counts.reviewed)} reviewed`,
    counts && counts.setAside > 0 && `${formatCount(counts.setAside)} set aside`,
  ].filter(Boolean);
  return (
    <EmptyState
      icon={icon}
      title="Nothing waits in the inbox"
      action={
        <>
          <LinkButton href={navHref(slug, "ideas")}>Go to the ideas</LinkButton>
          <LinkButton href={navHref(slug, "roadmap")}>Go to the roadmap</LinkButton>
        </>
      }
    >
      {said.length > 0 && `${said.join(", ")}.`}
      <WhatWaits />
    </EmptyState>
  );
}
