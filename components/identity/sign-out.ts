/** Ends the session and shows the sign-in page, from scratch: nothing that was loaded stays in memory. */
export async function signOut(): Promise<void> {
  // A session that is over already is what was asked for.
  await fetch("/api/v1/session", { method: "DELETE" }).catch(() => {});
  window.location.assign("/sign-in");
}
