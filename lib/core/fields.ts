import { z } from "zod";

/** The building blocks of every input and output. No coercion and no transforms: `lib/api` decodes query strings by type. */

const lone = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const storable = (value: string) => !value.includes("\u0000") && !lone.test(value);
const problem = "must not contain NUL or half of a surrogate pair";

/** Text of at most `max` UTF-16 units that PostgreSQL stores byte-equal. May be empty. */
export const text = (max: number) => z.string().max(max).refine(storable, problem);
/** Nothing but white space, by JavaScript's rules or by the database's, which knows some more. */
export const isBlank = (value: string) => !/[^\s\p{White_Space}]/u.test(value);

/** Text that says something: at least one character that is not white space. */
export const filledText = (max: number) =>
  text(max)
    .min(1)
    .refine((value) => !isBlank(value), "must not be blank");

/** What is typed into a list's filter: words, each of them looked for as it stands. */
export const filterText = text(200).min(1);

export const titleText = filledText(500);
export const nameText = filledText(200);
/** Markdown. The longest real ticket seen has 302,979 characters (FORMATS.md). */
export const markdown = text(400_000);

export const id = z.uuid();
const firstInstant = Date.parse("0001-01-01T00:00:00Z");
const lastInstant = Date.parse("9999-12-31T23:59:59Z");
const isInTime = (value: string) => Date.parse(value) >= firstInstant && Date.parse(value) <= lastInstant;
/** RFC 3339 with an offset that PostgreSQL knows; years 1 to 9999 in UTC, kept to the millisecond. Answers are in UTC. */
export const instant = z.iso
  .datetime({ offset: true })
  .refine(isInTime, "must be in the years 1 to 9999 of UTC")
  .refine((value) => !/[+-](?:1[6-9]|2\d):\d\d$/.test(value), "must be less than 16 hours from UTC");
/** What answers carry: an instant in UTC, in the one form of instant-json.ts. */
export const instantOut = z.string().meta({ format: "date-time" });
/** `YYYY-MM-DD` in the workspace's time zone. */
export const day = z.iso.date().refine((v) => !v.startsWith("0000"), "must be a year from 1");
/** Decimal money in the workspace's currency, two decimals, up to ten billion. */
export const money = z
  .number()
  .min(0)
  .max(1e10)
  .refine((value) => Number(value.toFixed(2)) === value, "must have at most two decimals");
/** A measured value: a finite double. */
export const measure = z.number().min(-1e15).max(1e15);
/** 0 to 100. */
export const percent = z.int().min(0).max(100);
export const version = z.int().min(1);

/**
 * An address as people write it: one `@`, printable ASCII, no quotes, commas, brackets or control characters, so it
 * cannot turn into two recipients (RELIABILITY.md A7). At most 254 characters (RFC 5321).
 */
export const email = z
  .string()
  .max(254)
  .regex(
    /^[A-Za-z0-9._%+'=/&#~!$*?^`{|}-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/,
    "must be one e-mail address",
  );

/** A host name, lower case: `initech.example`. */
export const domain = z
  .string()
  .max(253)
  .regex(
    /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/,
    "must be a host name in lower case",
  );

/** A link that is safe to show: http or https only. */
export const webUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .refine(storable, problem);

export const tags = z.array(filledText(60)).max(50);

const forbiddenKeys = new Set(["constructor", "prototype"]);
/** A source's own extra fields: up to 100 flat values. */
export const extraFields = z
  .record(
    filledText(100).refine((key) => !forbiddenKeys.has(key), "is not allowed as a name"),
    z.union([text(4_000), measure, z.boolean(), z.null()]),
  )
  .refine((fields) => Object.keys(fields).length <= 100, "must have at most 100 entries");

export const externalId = filledText(255);
/** A source's short name: `zendesk`. */
export const sourceName = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,59}$/, "must be lower-case letters, digits, - _ .");

/** A cursor holds the values that a list is sorted by, names of 200 letters in any script among them, in base64. */
const cursorLength = 2_000;

/** `limit` and `cursor` of every list. */
export const page = { limit: z.int().min(1).max(200).optional(), cursor: z.string().max(cursorLength).optional() };

/** The answer of every list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });
