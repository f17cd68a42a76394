"use client";

import { PasswordByLink } from "./password-by-link.tsx";

/** Sets a new password by a link. */
export function ResetForm() {
  return (
    <PasswordByLink
      label="New password"
      action="Set the password"
      path="/api/v1/password/reset"
      dead="This link does not work any more: it was used, is older than ten minutes, or there is a newer one. Ask for another."
      onDone={() => window.location.assign("/sign-in?note=password-reset")}
    />
  );
}
