/** Puts the focus on the row of the page's table that is its tab stop. */
export const focusRows = (): void =>
  document.querySelector<HTMLElement>("[role=grid] [data-row][tabindex='0']")?.focus();
