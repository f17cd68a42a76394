/** Whether an instant stands for a whole day, as midnight UTC does where somebody gave a day and no time. */
export const isPlainDay = (at: string): boolean => /T00:00:00(\.0+)?Z$/.test(at);

/** The calendar day (YYYY-MM-DD) at an instant in a time zone, as a date field takes it. */
export const plainDayIn = (timeZone: string, at: Date): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone }).format(at);
