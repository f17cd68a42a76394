import { createLoader, createParser, parseAsNativeArrayOf, parseAsStringLiteral } from "nuqs/server";
import { parseAsId } from "#components/shell/id-param.ts";
import type { Input } from "#lib/api/client.ts";
import { companySorts, lifecycles } from "#lib/customers/choices.ts";

/** As `filledText` has it, which would bring its library to the browser. */
const isText = (text: string) =>
  text.trim() !== "" && text.length <= 100 && text.isWellFormed() && !text.includes("\0");
const parseAsText = createParser({ parse: (text) => (isText(text) ? text : null), serialize: String });

const parseAsDays = createParser({
  parse: (text) => (/^\d{1,4}$/.test(text) && Number(text) <= 3_650 ? Number(text) : null),
  serialize: String,
});

const parseAsTruth = createParser({
  parse: (text) => (text === "true" ? true : text === "false" ? false : null),
  serialize: String,
});

/** What the URL of the list of companies may say. The server and the browser read it alike. What the query refuses is as good as not there. */
export const companyListParams = {
  q: parseAsText,
  lifecycle: parseAsNativeArrayOf(parseAsStringLiteral(lifecycles)),
  tier: parseAsNativeArrayOf(parseAsText),
  ownerId: parseAsId,
  renewsWithinDays: parseAsDays,
  isAtRisk: parseAsTruth,
  sort: parseAsStringLiteral(companySorts).withDefault("-arr"),
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
