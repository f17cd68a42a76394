/**
 * What `server.ts` tells Next about a request that Next cannot see by itself. It sets them on every page's request, so
 * that nothing a client sends under these names gets through.
 */
export const pageHeaders = { address: "x-throughline-address", url: "x-throughline-url" } as const;
