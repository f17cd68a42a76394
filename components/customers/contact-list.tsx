"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { MessageSquare, Pencil, Plus } from "lucide-react";
import { useState } from "react";
import { LoadError } from "#components/shell/load-error.tsx";
import { PanelSection } from "#components/shell/panel-section.tsx";
import { useMay, useWorkspace } from "#components/shell/workspace-context.tsx";
import { CommentsDrawer } from "#components/talk/comments-drawer.tsx";
import { useWhy } from "#components/trace/use-why.ts";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Chip } from "#components/ui/chip.tsx";
import { formatCount } from "#components/ui/format.ts";
import { ShowMore } from "#components/ui/show-more.tsx";
import { apiList, type Output } from "#lib/api/client.ts";
import { ContactDialog } from "./contact-dialog.tsx";

export type ContactListProps = {
  companyId: string;
  /** All there are, to 1,001. */
  count: number;
  first: Output<"contact.list">;
};

type Contact = Output<"contact.get">;

/** The people of a company. */
export function ContactList({ companyId, count, first }: ContactListProps) {
  const { slug } = useWorkspace();
  const mayCreate = useMay("customers:write");
  const mayEdit = useMay("feedback:triage") && mayCreate;
  const [edited, setEdited] = useState<Contact | null | undefined>(undefined);
  const why = useWhy();
  const [talked, setTalked] = useState<Contact | null>(null);
  const list = useInfiniteQuery(apiList(slug, "contact.list", { companyId, limit: 20 }, first));
  const contacts = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PanelSection
        title={count > 0 ? `Contacts (${formatCount(count)})` : "Contacts"}
        action={
          mayCreate && (
            <button
              type="button"
              aria-label="Add a contact"
              onClick={() => setEdited(null)}
              className={buttonClass("ghost", "s", true)}
            >
              <Plus aria-hidden className="size-4" />
            </button>
          )
        }
      >
        {list.isError && contacts.length === 0 ? (
          <LoadError title="The contacts could not be loaded" query={list} />
        ) : contacts.length === 0 ? (
          <p className="text-ink-3">Nobody of this company is known yet.</p>
        ) : (
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
            {contacts.map((contact) => (
              <li key={contact.id} className="flex items-start gap-2">
                <ContactWords contact={contact} />
                <Button
                  size="s"
                  variant="ghost"
                  aria-label={`Why? What came of what ${contact.name ?? contact.email} said`}
                  onClick={() => why.open({ type: "contact", id: contact.id })}
                >
                  Why?
                </Button>
                <button
                  type="button"
                  aria-label={`Comments on ${contact.name ?? contact.email}`}
                  onClick={() => setTalked(contact)}
                  className={buttonClass("ghost", "s", true)}
                >
                  <MessageSquare aria-hidden className="size-3.5" />
                </button>
                {mayEdit && (
                  // Without a tooltip: the focus comes back here from the dialog, and it would lie over the next row.
                  <button
                    type="button"
                    aria-label={`Edit ${contact.name ?? contact.email}`}
                    onClick={() => setEdited(contact)}
                    className={buttonClass("ghost", "s", true)}
                  >
                    <Pencil aria-hidden className="size-3.5" />
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
        <ShowMore pages={list} size="s" className="mt-2">
          Show more contacts
        </ShowMore>
      </PanelSection>
      <CommentsDrawer
        about={talked && { type: "contact", id: talked.id, title: talked.name ?? talked.email ?? "" }}
        onClose={() => setTalked(null)}
      />
      <ContactDialog companyId={companyId} contact={edited} onClose={() => setEdited(undefined)} />
    </>
  );
}

function ContactWords({ contact }: { contact: Contact }) {
  const about = [contact.role, contact.persona].filter(Boolean).join(", ");
  return (
    <div className="min-w-0 flex-1">
      <p className="flex min-w-0 items-center gap-2">
        <span className="truncate" dir="auto">
          {contact.name ?? contact.email}
        </span>
        {contact.isChampion && <Chip tone="good">Champion</Chip>}
      </p>
      {about && (
        <p dir="auto" className="truncate text-s text-ink-2">
          {about}
        </p>
      )}
      {contact.name && contact.email && (
        <a href={`mailto:${contact.email}`} className="block truncate text-s text-ink-3 hover:underline">
          {contact.email}
        </a>
      )}
    </div>
  );
}
