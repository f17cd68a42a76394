/** The path of a Chromium; brings one when there is none. */
export function findBrowser(): Promise<string>;
