"use client";

import { ChangePasswordForm } from "#components/identity/change-password-form.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { settingsHref } from "#components/shell/settings-href.ts";
import { SettingsNav } from "#components/shell/settings-nav.tsx";
import { useWorkspace } from "#components/shell/workspace-context.tsx";
import type { Output } from "#lib/api/client.ts";
import { ProfileForm } from "./profile-form.tsx";
import { ProviderSection } from "./provider-section.tsx";
import { SessionList } from "./session-list.tsx";

export type AccountPageProps = {
  account: Output<"session.get">["account"];
  sessions: Output<"session.list">;
  waysIn: { provider: string | null; isConnected: boolean; hasPassword: boolean };
  /** What came of connecting the account with the provider, when the browser has just come back from it. */
  connected: string | undefined;
};

/** One's own login: the same in every workspace. */
export function AccountPage({ account, sessions, waysIn, connected }: AccountPageProps) {
  const { slug } = useWorkspace();
  const here = settingsHref(slug, "account");
  return (
    <>
      <PageHeader title="Settings" chips={<SettingsNav />} />
      <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto">
        <div className="grid max-w-200 gap-10 page-side py-6">
          <section aria-labelledby="profile">
            <h2 id="profile" className="mb-3 font-strong text-m">
              Profile
            </h2>
            <ProfileForm account={account} />
          </section>
          <section aria-labelledby="password">
            <h2 id="password" className="font-strong text-m">
              Password
            </h2>
            {waysIn.hasPassword ? (
              <>
                <p className="mb-3 text-ink-3">You stay signed in here and are signed out everywhere else.</p>
                <div className="max-w-90">
                  <ChangePasswordForm email={account.email} here={here} isAlone={false} />
                </div>
              </>
            ) : (
              <p className="text-ink-3">Your account has none: you sign in with {waysIn.provider ?? "a provider"}.</p>
            )}
          </section>
          {waysIn.provider !== null && (
            <ProviderSection {...waysIn} provider={waysIn.provider} word={connected} here={here} />
          )}
          <SessionList first={sessions} />
        </div>
      </div>
    </>
  );
}
