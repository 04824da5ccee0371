export const DAY = 86_400_000;

/** The beginning of a day in UTC, in milliseconds. */
export const startOfDay = (time: number): number => Math.floor(time / DAY) * DAY;

/** The lowest id that an event of this millisecond can have: a UUIDv7 begins with its time. */
export function firstIdOf(time: number): string {
  const hex = Math.max(0, time).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The day of an id that begins with its time. */
export const dayOfId = (id: string): number =>
  startOfDay(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16));

/** `2026-05-01` */
export const isoDay = (day: number): string => new Date(day).toISOString().slice(0, 10);

/** The ids of a day such as `2026-05-01`. */
export function idsOfDay(day: string): { from: string; to: string } {
  const start = Date.parse(`${day}T00:00:00Z`);
  return { from: firstIdOf(start), to: firstIdOf(start + DAY) };
}

const PREFIX = 'events_day_';

/** The table of a day: `events_day_20260501`. */
export const tableOf = (day: number): string =>
  PREFIX + new Date(day).toISOString().slice(0, 10).replaceAll('-', '');

/** The day of a table; `undefined` when it is none of a day. */
export function dayOf(table: string): number | undefined {
  const [, year, month, date] = /^events_day_([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(table) ?? [];
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${date}T00:00:00Z`);
}
