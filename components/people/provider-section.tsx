import { ProviderButton } from "#components/identity/provider-button.tsx";
import { connectTrouble } from "#components/identity/provider-words.ts";
import { DisconnectButton } from "./disconnect-button.tsx";

export type ProviderSectionProps = {
  provider: string;
  isConnected: boolean;
  hasPassword: boolean;
  /** What came of connecting, when the browser has just come back from it. */
  word: string | undefined;
  here: string;
};

/** Whether one's account is connected with the organisation's sign-in. */
export function ProviderSection({ provider, isConnected, hasPassword, word, here }: ProviderSectionProps) {
  const trouble = connectTrouble(word, provider);
  return (
    <section aria-labelledby="provider">
      <h2 id="provider" className="mb-1 font-strong text-m first-letter:uppercase">
        {provider}
      </h2>
      {trouble && (
        <p role="alert" className="mb-2 text-bad">
          {trouble}
        </p>
      )}
      {isConnected ? (
        <>
          <p className="text-ink-3">
            Your account is connected: you can sign in with it.
            {!hasPassword && " It is the only way in, so it cannot be disconnected: your account has no password."}
          </p>
          {hasPassword && <DisconnectButton provider={provider} />}
        </>
      ) : (
        <>
          <p className="mb-3 text-ink-3">Connect your account to sign in with it from now on.</p>
          <ProviderButton provider={provider} returnTo={here} connects isAlone />
        </>
      )}
    </section>
  );
}
