"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Output } from "#lib/api/client.ts";
import type { Permission, Role } from "#lib/core/permissions.ts";
import type { HorizonNames } from "./horizon-words.ts";

/** What every piece of a workspace's pages may need to know. The API is the guard; this only decides what is offered. */
export type WorkspaceInfo = {
  /** Stays, where the slug may change. */
  id: string;
  slug: string;
  name: string;
  currency: string;
  timeZone: string;
  horizonNames: HorizonNames;
  setAsideReasons: { key: string; label: string }[];
  /** As they were when the page was loaded: `useProducts` has them as they are. */
  products: Output<"product.list">;
  account: { id: string; name: string; email: string; role: Role };
  /** Those that this person belongs to, this one among them. */
  workspaces: { slug: string; name: string; role: Role }[];
  permissions: Permission[];
  /** Whether an empty workspace may be filled with the sample (the setting SAMPLE). */
  offersSample: boolean;
  /** Whether this person may make another workspace (the setting SIGNUP). */
  offersWorkspace: boolean;
};

const Context = createContext<WorkspaceInfo | null>(null);

export function WorkspaceProvider({ info, children }: { info: WorkspaceInfo; children: ReactNode }) {
  return <Context value={info}>{children}</Context>;
}

export function useWorkspace(): WorkspaceInfo {
  const info = useContext(Context);
  if (!info) throw new Error("useWorkspace is for pages of a workspace");
  return info;
}

/** Whether this person may do what needs `permission`. */
export const useMay = (permission: Permission): boolean => useWorkspace().permissions.includes(permission);
