import type { Dice } from './dice.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The demonstration takes place in Shanghai, which has no summer time. */
const ZONE_OFFSET = 8 * HOUR;

/** The first moment of the day of a moment, in ms. */
export const startOfDay = (time: number): number =>
  Math.floor((time + ZONE_OFFSET) / DAY) * DAY - ZONE_OFFSET;

/** The first moment of the month before the one of a moment. */
export function startOfPreviousMonth(time: number): number {
  const local = new Date(time + ZONE_OFFSET);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 1, 1) - ZONE_OFFSET;
}

/** The first moment of the month of a moment. */
export function startOfMonth(time: number): number {
  const local = new Date(time + ZONE_OFFSET);
  return Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), 1) - ZONE_OFFSET;
}

/** How busy a day is, beside an ordinary one: more at the end of the week, and a little more every day. */
export function busyness(day: number, index: number): number {
  const weekday = new Date(day + ZONE_OFFSET).getUTCDay();
  const share = [1.35, 0.8, 0.85, 0.9, 1, 1.25, 1.5][weekday] as number;
  return share * (1 + 0.008 * index);
}

/** How many come in each hour of a day; from the evening's customers of a hall to the morning's of a hospital. */
export type Rhythm = readonly number[];
export const EVENING: Rhythm = [3, 2, 1, 0, 0, 0, 0, 0, 1, 2, 4, 5, 6, 7, 8, 8, 8, 9, 11, 13, 14, 13, 10, 6];
export const MORNING: Rhythm = [0, 0, 0, 0, 0, 1, 4, 10, 14, 13, 11, 8, 6, 8, 9, 8, 6, 4, 3, 3, 3, 2, 1, 0];
export const ALL_DAY: Rhythm = [2, 1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 9, 8, 9, 10, 10, 9, 8, 8, 9, 9, 8, 6, 4];

/** A moment of a day. */
export function momentOf(day: number, rhythm: Rhythm, dice: Dice): number {
  const hour = Number(dice.weighted(Object.fromEntries(rhythm.map((weight, at) => [String(at), weight]))));
  return day + hour * HOUR + Math.floor(dice.next() * HOUR);
}
