const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether it is an IANA name that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    // An offset such as +08:00 is taken by newer runtimes, and is no name.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** What clocks of the zone show at an instant, as ms of a day that has no zone. */
export function localTime(time: number, timeZone: string): number {
  // Seconds are the finest that formats tell.
  const rest = ((time % 1000) + 1000) % 1000;
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(time - rest)) parts[type] = value;
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return local.getTime() + rest;
}

const offsetAt = (time: number, timeZone: string) => localTime(time, timeZone) - time;

/** Number of the day of the zone, counted from 1970-01-01. */
export const localDay = (time: number, timeZone: string): number =>
  Math.floor(localTime(time, timeZone) / DAY);

/** The first instant of a day of the zone. */
export function startOfLocalDay(day: number, timeZone: string): number {
  const midnight = day * DAY;
  for (const near of [midnight - DAY, midnight + DAY]) {
    const guess = midnight - offsetAt(near, timeZone);
    if (localDay(guess, timeZone) >= day && localDay(guess - 1, timeZone) < day) return guess;
  }
  // Clocks jump over midnight.
  return firstWhere(midnight - DAY, midnight + DAY, (time) => localDay(time, timeZone) >= day);
}

/** The first instant at which the clocks of the zone are set between two instants, if they are. */
export function clockChange(from: number, to: number, timeZone: string): number | undefined {
  const before = offsetAt(from, timeZone);
  if (offsetAt(to, timeZone) === before) return undefined;
  return firstWhere(from, to, (time) => offsetAt(time, timeZone) !== before);
}

/** The first instant after an hour of the zone's clocks; also where they are set, since another hour begins there. */
export function endOfLocalHour(time: number, timeZone: string): number {
  const local = localTime(time, timeZone);
  const end = time + HOUR - (((local % HOUR) + HOUR) % HOUR);
  return clockChange(time, end, timeZone) ?? end;
}

/** The first instant of the hour of the zone's clocks. */
export function startOfLocalHour(time: number, timeZone: string): number {
  const local = localTime(time, timeZone);
  const start = time - (((local % HOUR) + HOUR) % HOUR);
  return clockChange(start, time, timeZone) ?? start;
}

function firstWhere(from: number, to: number, holds: (time: number) => boolean): number {
  let before = from;
  let after = to;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}
