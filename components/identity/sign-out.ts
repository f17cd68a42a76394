/** Ends the session and shows another page, from scratch: nothing that was loaded stays in memory. */
export async function signOut(to = "/sign-in"): Promise<void> {
  // A session that is over already is what was asked for.
  await fetch("/api/v1/session", { method: "DELETE" }).catch(() => {});
  const { location } = window;
  const next = new URL(to, location.href);
  const isHere = next.pathname === location.pathname && next.search === location.search;
  location.assign(to);
  // What differs behind # alone loads nothing by itself.
  if (isHere) location.reload();
}
