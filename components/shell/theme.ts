export type Theme = "system" | "light" | "dark";

/** A cookie rather than local storage: the server then sends the right colours at once, without a script. */
export const themeCookie = "throughline-theme";

export function readTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
