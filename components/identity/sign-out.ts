/** Ends the session and shows another page, from scratch: nothing that was loaded stays in memory. */
export async function signOut(to = "/sign-in"): Promise<void> {
  // A session that is over already is what was asked for.
  await fetch("/api/v1/session", { method: "DELETE" }).catch(() => {});
  window.location.assign(to);
}
