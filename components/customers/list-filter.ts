import { createLoader, createParser, parseAsNativeArrayOf } from "nuqs/server";
import type { z } from "zod";
import type { Input } from "#lib/api/client.ts";
import { listCompaniesInput } from "#lib/customers/schema.ts";

const fields = listCompaniesInput.shape;

/** Reads a parameter of the URL as a field of the query's own input; what that refuses is as good as not there. */
const fieldOf = <T extends string | number | boolean>(
  field: z.ZodType<T>,
  read: (text: string) => unknown = (text) => text,
) =>
  createParser<T>({
    parse: (text) => {
      const { success, data } = field.safeParse(read(text));
      return success ? data : null;
    },
    serialize: String,
  });

const asBoolean = (text: string) => (text === "true" ? true : text === "false" ? false : text);

/** What the URL of the list of companies may say. The server and the browser read it alike. */
export const companyListParams = {
  q: fieldOf(fields.q.unwrap()),
  lifecycle: parseAsNativeArrayOf(fieldOf(fields.lifecycle.unwrap().element)),
  tier: parseAsNativeArrayOf(fieldOf(fields.tier.unwrap().element)),
  ownerId: fieldOf(fields.ownerId.unwrap()),
  renewsWithinDays: fieldOf(fields.renewsWithinDays.unwrap(), Number),
  isAtRisk: fieldOf(fields.isAtRisk.unwrap(), asBoolean),
  sort: fieldOf(fields.sort.unwrap()).withDefault("-arr"),
};

export const readCompanyListParams = createLoader(companyListParams);

export type CompanyListParams = Awaited<ReturnType<typeof readCompanyListParams>>;

/** The same as the query's input. */
export const companyListInput = ({ sort, lifecycle, tier, ...rest }: CompanyListParams): Input<"company.list"> => ({
  sort,
  limit: 100,
  ...(lifecycle.length > 0 && { lifecycle: lifecycle.slice(0, 5) }),
  ...(tier.length > 0 && { tier: tier.slice(0, 20) }),
  ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== "")),
});

/** Whether anything narrows the list. */
export const isFiltered = ({ sort: _, ...filters }: CompanyListParams): boolean =>
  Object.values(filters).some((value) => (Array.isArray(value) ? value.length > 0 : value !== null && value !== ""));
