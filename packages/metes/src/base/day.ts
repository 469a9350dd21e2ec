/**
 * True for a day that the calendar has, written as `YYYY-MM-DD`.
 *
 * @example
 * isDay('2027-02-29') // false: 2027 is no leap year
 */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
