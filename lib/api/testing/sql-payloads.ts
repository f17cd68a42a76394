/** Texts that have got out of a quoted value, a quoted name or an ORDER BY somewhere (RELIABILITY.md I6). */

const marks = ["'", '"', "`", "\\", ";", "--", "/*", "$$", "%", ")", "((", "]", "}", "::", "\u2019", "\r\n"];

const statements = [
  "'; drop table feedback; --",
  "' or '1'='1",
  "' or 1=1 --",
  "1 or 1=1",
  "1; select pg_sleep(5)",
  "' || pg_sleep(5) || '",
  "'||(select pg_sleep(5))||'",
  "(select pg_sleep(5))",
  "pg_sleep(5)",
  "1) or pg_sleep(5) is null --",
  "case when 1=1 then pg_sleep(5) end",
  "id; select pg_sleep(5); --",
  "id desc, (select pg_sleep(5))",
  "id desc nulls first; --",
  "1 limit 1 offset 0; --",
  "' union select null, version() --",
  "union all select * from users",
  "$1",
  "$2::text",
  ":name",
  "?",
  "%s",
  "%(q)s",
  "{{7*7}}",
  "E'\\x27'",
  "U&'\\0027'",
  "chr(39)",
  "null",
  "true",
  "default",
  "current_user",
  "row(1,2)",
  "array[1]",
  "'{}'::jsonb",
  "\u202e'",
  "'\u200b'",
  "a".repeat(400),
];

/** Out of a quoted name, as in CVE-2026-39356. */
const names = [
  'id" desc; --',
  'id" from users; --',
  'x" as "y',
  '"; select pg_sleep(5); --',
  '"."users',
  'feedback"."body',
  '"\u0022"',
  'id"/**/desc',
  '"id" , "title',
  'created_at" asc, (select pg_sleep(5)) --',
  'a""b',
];

export const sqlPayloads = [
  ...marks,
  ...marks.map((mark) => `title${mark}desc`),
  ...statements,
  ...names,
  "0".repeat(300),
];
