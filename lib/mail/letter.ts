import { html } from "hono/html";
import { z } from "zod";
import { email } from "#lib/core/fields.ts";

const path = z
  .string()
  .regex(/^\/(?!\/)/)
  .max(4_000);
const link = z.strictObject({ label: z.string().min(1).max(200), path });

/**
 * A mail in the words of who asks for it. Nothing in it is markup, whatever names and titles hold; a link is a path of
 * this product and gets its origin from APP_URL.
 */
export const letter = z.strictObject({
  to: email,
  subject: z.string().min(1).max(1_000),
  /** In their order: plain text, or a link that stands by itself. */
  paragraphs: z
    .array(z.union([z.string().min(1).max(20_000), link]))
    .min(1)
    .max(100),
  /**
   * For what nobody asked for, such as notifications: a path that a POST without login takes (RFC 8058) and a person can
   * open. Such a mail does not go to an address that was refused in the last 30 days.
   */
  unsubscribe: path.optional(),
});

export type Letter = z.output<typeof letter>;

/** Names may hold line breaks and what else no header takes. */
const oneLine = (text: string) =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim()
    .slice(0, 200);

const plain = ({ paragraphs, unsubscribe }: Letter, origin: string) =>
  [
    ...paragraphs.map((one) => (typeof one === "string" ? one : `${one.label}:\n${origin}${one.path}`)),
    ...(unsubscribe === undefined ? [] : [`Unsubscribe: ${origin}${unsubscribe}`]),
  ].join("\n\n");

const body = ({ paragraphs, unsubscribe }: Letter, origin: string, subject: string) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${subject}</title></head>
<body style="font:15px/24px ui-sans-serif,system-ui,sans-serif;max-width:60ch;margin:0 auto;padding:24px">
${paragraphs.map((one) =>
  typeof one === "string"
    ? html`<p style="white-space:pre-line">${one}</p>
`
    : html`<p><a href="${origin}${one.path}">${one.label}</a></p>
`,
)}${unsubscribe === undefined ? "" : html`<p><small><a href="${origin}${unsubscribe}">Unsubscribe</a></small></p>`}
</body></html>`;

/** What goes over the wire: the same words as plain text and as HTML in which everything is escaped. */
export const worded = async (told: Letter, origin: string) => {
  const subject = oneLine(told.subject);
  return { subject, text: plain(told, origin), html: String(await body(told, origin, subject)) };
};
