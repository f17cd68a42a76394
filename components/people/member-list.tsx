"use client";

import { Button } from "#components/ui/button.tsx";
import type { Output } from "#lib/api/client.ts";
import { MemberRow } from "./member-row.tsx";

export type Member = Output<"member.list">["data"][number];
export type MemberListProps = {
  members: readonly Member[];
  /** Whether these are all there are. */
  isWhole: boolean;
  onMore: (() => void) | undefined;
};

export function MemberList({ members, isWhole, onMore }: MemberListProps) {
  const owners = members.filter(({ role }) => role === "owner").length;
  return (
    <div className="grid justify-items-start gap-3">
      <table className="w-full table-fixed border-b border-line">
        <caption className="sr-only">Members, by name</caption>
        <colgroup>
          <col />
          <col className="w-34 sm:w-38" />
          <col className="w-10 sm:w-12" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Remove</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              isLastOwner={isWhole && member.role === "owner" && owners === 1}
            />
          ))}
        </tbody>
      </table>
      {onMore && <Button onClick={onMore}>Show more</Button>}
    </div>
  );
}
