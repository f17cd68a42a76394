"use client";

import { PlainTable } from "#components/ui/plain-table.tsx";
import { type MorePages, ShowMore } from "#components/ui/show-more.tsx";
import type { Output } from "#lib/api/client.ts";
import { MemberRow } from "./member-row.tsx";

export type Member = Output<"member.list">["data"][number];
export type MemberListProps = {
  members: readonly Member[];
  pages: MorePages;
};

const columns = [
  { header: "Name" },
  { header: "Role", width: "w-38 sm:w-42" },
  { header: "Remove", width: "w-8 sm:w-10" },
];

export function MemberList({ members, pages }: MemberListProps) {
  const owners = members.filter(({ role }) => role === "owner").length;
  return (
    <div className="grid justify-items-start gap-3">
      <PlainTable caption="Members, by name" columns={columns}>
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            isLastOwner={!pages.hasNextPage && member.role === "owner" && owners === 1}
          />
        ))}
      </PlainTable>
      <ShowMore pages={pages} />
    </div>
  );
}
