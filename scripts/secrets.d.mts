/** What in a text looks like a secret, and like which kind. */
export function secretsIn(text: string): { kind: string; found: string }[];
