const fromRight = /[\p{Script=Hebrew}\p{Script=Arabic}]/u;

/** Somebody's words for the middle of a sentence of ours, so that those from right to left do not turn it around. */
export const isolated = (words: string): string => (fromRight.test(words) ? `\u2068${words}\u2069` : words);
