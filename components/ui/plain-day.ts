/** Whether an instant stands for a whole day, as midnight UTC does where somebody gave a day and no time. */
export const isPlainDay = (at: string): boolean => /T00:00:00(\.0+)?Z$/.test(at);
