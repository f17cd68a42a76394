/** What the sign-in page says when the way back from the OpenID provider led here. */
export function providerTrouble(word: string | undefined, provider: string): string | null {
  const words: Record<string, string> = {
    failed: `${provider} did not confirm who you are, or it took too long. Try again.`,
    away: `${provider} cannot be reached at the moment. Try again in a while.`,
    unverified: `${provider} has not confirmed your e-mail address. Ask whoever runs it to do so.`,
    known: `Your address has an account here that is not connected with ${provider}. Sign in with its password, and connect it under Settings, Account.`,
    uninvited:
      "You have no account here yet. Ask an admin of a workspace to invite you, and open the link in the invitation.",
  };
  return word !== undefined && Object.hasOwn(words, word) ? (words[word] ?? null) : null;
}

/** The same where an account was to be connected. */
export function connectTrouble(word: string | undefined, provider: string): string | null {
  if (word === "taken")
    return `Somebody else here is connected with that ${provider} account, or yours is connected with another one.`;
  return word === "done" ? null : providerTrouble(word === "away" ? word : word && "failed", provider);
}
