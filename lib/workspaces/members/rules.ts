import { type Permission, permissionsOf, type Role } from "#lib/core/permissions.ts";

/** Pure: who may hand out which role. Runs anywhere. */

/** Whether somebody with these permissions may give a role or take it away: nobody goes beyond what they have. */
export const mayGive = (permissions: ReadonlySet<Permission>, role: Role): boolean =>
  [...permissionsOf(role)].every((one) => permissions.has(one));
