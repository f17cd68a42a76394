import { randomInt } from "node:crypto";
import type { Tx } from "#db/client.ts";
import { memberships, workspaces } from "#db/schema/identity.ts";
import { invalid } from "#lib/core/errors.ts";
import { newId } from "#lib/core/id.ts";
import { slugFrom } from "./rules.ts";

type New = { name: string; slug?: string | undefined; ownerId: string };

const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const random = (length: number) => Array.from({ length }, () => letters[randomInt(letters.length)]).join("");

/**
 * Makes a workspace and its owner's membership; a trigger adds the idea stages, so all of it is there or none. A slug
 * that was asked for and is taken is the error of the field at `pointer`; one made from the name gives way.
 */
export async function insertWorkspace(tx: Tx, { name, slug, ownerId }: New, pointer = "/slug") {
  const made = slugFrom(name);
  for (const tried of slug === undefined ? [made, `${made}-${random(6)}`] : [slug]) {
    const [row] = await tx
      .insert(workspaces)
      .values({ id: newId(), slug: tried, name })
      .onConflictDoNothing({ target: workspaces.slug })
      .returning();
    if (!row) continue;
    await tx.insert(memberships).values({ workspaceId: row.id, userId: ownerId, role: "owner" });
    return row;
  }
  throw invalid(pointer, "taken", "is the address of another workspace");
}
