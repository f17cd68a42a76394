/** The look shared by everything one types into or picks from. */
export const controlClass =
  "w-full min-w-0 rounded-m border border-field bg-surface text-m text-ink transition-colors hover:border-ink-3 " +
  "focus-visible:border-accent focus-visible:outline-offset-0 aria-invalid:border-bad " +
  "disabled:bg-hover disabled:text-ink-3 disabled:hover:border-field " +
  "[&[readonly]]:border-line [&[readonly]]:bg-hover [&[readonly]]:text-ink-2";
