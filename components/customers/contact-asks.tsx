"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import { apiList } from "#lib/api/client.ts";
import { AskItem } from "./ask-item.tsx";
import { AskPages } from "./ask-pages.tsx";

/** Everything a contact said, and where each of it stands. */
export function ContactAsks({ id }: { id: string }) {
  const { slug } = useWorkspace();
  const list = useInfiniteQuery(apiList(slug, "contact.asks", { id, limit: 20 }));
  return (
    <section aria-labelledby="contact-asks" className="mt-6 border-t border-line pt-4">
      <h3 id="contact-asks" className="text-s text-ink-3">
        Everything they said
      </h3>
      <AskPages
        list={list}
        failed="What they said could not be loaded"
        empty={<p className="py-4 text-ink-3">They have not said anything yet.</p>}
      >
        {(ask) => <AskItem key={ask.feedback.id} ask={ask} />}
      </AskPages>
    </section>
  );
}
