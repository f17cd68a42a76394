"use client";

import { Button } from "#components/ui/button.tsx";
import { PlainTable } from "#components/ui/plain-table.tsx";
import type { Output } from "#lib/api/client.ts";
import { MemberRow } from "./member-row.tsx";

export type Member = Output<"member.list">["data"][number];
export type MemberListProps = {
  members: readonly Member[];
  /** Whether these are all there are. */
  isWhole: boolean;
  onMore: (() => void) | undefined;
};

const columns = [
  { header: "Name" },
  { header: "Role", width: "w-38 sm:w-42" },
  { header: "Remove", width: "w-8 sm:w-10" },
];

export function MemberList({ members, isWhole, onMore }: MemberListProps) {
  const owners = members.filter(({ role }) => role === "owner").length;
  return (
    <div className="grid justify-items-start gap-3">
      <PlainTable caption="Members, by name" columns={columns}>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} isLastOwner={isWhole && member.role === "owner" && owners === 1} />
        ))}
      </PlainTable>
      {onMore && <Button onClick={onMore}>Show more</Button>}
    </div>
  );
}
