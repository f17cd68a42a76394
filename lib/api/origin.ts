import type { Visitor } from "#lib/core/actor.ts";
import { badRequest, forbidden } from "#lib/core/errors.ts";

type Asked = {
  origin: string | undefined;
  host: string | undefined;
  fetchSite: string | undefined;
  contentType: string | undefined;
};

const taken = ["application/json", "application/x-ndjson", "text/csv", "application/octet-stream"];
const mediaType = (header: string | undefined) => header?.split(";")[0]?.trim().toLowerCase();

/**
 * A state-changing request that carries a person's cookie must come from our own pages: `Origin` equal to `APP_URL`, or,
 * without that setting, to the request's own host. API keys do not travel by themselves, so they are free of this.
 */
export function guardOrigin(
  visitor: Pick<Visitor, "kind">,
  asked: Asked,
  appUrl: string | undefined,
  hasBody: boolean,
): void {
  const type = mediaType(asked.contentType);
  const wrongType = hasBody && (type === undefined || !taken.includes(type));
  if (visitor.kind === "key") {
    if (wrongType) throw badRequest(`Content-Type must be one of ${taken.join(", ")}.`);
    return;
  }
  if (visitor.kind === "account") {
    if (!isOwn(asked, appUrl)) throw forbidden("This request did not come from Throughline's own pages.");
    if (wrongType) throw forbidden(`Content-Type must be one of ${taken.join(", ")}.`);
    return;
  }
  if (asked.origin !== undefined && !isOwn(asked, appUrl)) throw forbidden("This request came from another site.");
  if (wrongType) throw badRequest(`Content-Type must be one of ${taken.join(", ")}.`);
}

function isOwn({ origin, host, fetchSite }: Asked, appUrl: string | undefined): boolean {
  if (fetchSite !== undefined && fetchSite !== "same-origin") return false;
  if (origin === undefined || !URL.canParse(origin)) return false;
  if (appUrl !== undefined) return origin === new URL(appUrl).origin;
  return host !== undefined && new URL(origin).host === host;
}
