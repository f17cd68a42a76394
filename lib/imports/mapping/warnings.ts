/** What may be said of rows that came in all the same, and of the file as a whole. */
export const warningTexts = {
  characters_removed: "NUL characters and halves of surrogate pairs were taken out: no database keeps them.",
  title_cut: "Titles longer than 500 characters were cut; the whole is in the text.",
  body_cut: "Texts longer than 400,000 characters were cut.",
  text_cut: "Values longer than their field were cut.",
  email_kept_apart: "What is no e-mail address was kept as an extra field.",
  domain_kept_apart: "What is no domain was kept as an extra field.",
  amount_kept_apart: "What is no amount was kept as an extra field.",
  link_kept_apart: "What is no link was kept as an extra field.",
  tags_left_out: "More than 50 tags were left out.",
  extras_left_out: "More extra fields than a record keeps (100, or 50 kB) were left out.",
  no_time_zone: "Times without a zone were read as UTC.",
  no_rows: "The file has a header and no rows.",
  nothing: "The file holds nothing.",
  columns_left_out: "There are more columns than a record keeps extra fields (100); the last ones are left out.",
  double_encoded:
    "Some letters look as if the file had been converted twice, such as Ã¤ for ä. It is imported as it is.",
} as const;

export type WarningCode = keyof typeof warningTexts;

/** Warnings by code, as an import keeps them. */
export type KeptWarnings = Partial<Record<WarningCode, { message: string; rows: number }>>;

/** Those about the file as a whole. */
export const fileWarnings = (codes: readonly WarningCode[]): KeptWarnings =>
  Object.fromEntries(codes.map((code) => [code, { message: warningTexts[code], rows: 0 }]));

/** With one more row for each of these. */
export function counted(kept: KeptWarnings, codes: Iterable<WarningCode>): KeptWarnings {
  const all = { ...kept };
  for (const code of codes) all[code] = { message: warningTexts[code], rows: (all[code]?.rows ?? 0) + 1 };
  return all;
}
