import type { Interval } from '../model/question.ts';
import type { Span } from '../model/resolved.ts';
import { endOfLocalHour, localDay, startOfLocalDay, startOfLocalHour } from './zone.ts';

/** Days from Monday; 1970-01-01 was a Thursday. */
const weekday = (day: number) => (((day + 3) % 7) + 7) % 7;

function firstOfMonth(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 86_400_000;
}

/** The day on which an interval begins that holds a day. */
export function firstDayOf(day: number, interval: Exclude<Interval, 'hour'>): number {
  if (interval === 'day') return day;
  return interval === 'week' ? day - weekday(day) : firstOfMonth(day, 0);
}

/** The day on which the n-th interval after one begins. */
export function addIntervals(day: number, interval: Exclude<Interval, 'hour'>, count: number): number {
  if (interval === 'day') return day + count;
  return interval === 'week' ? day + 7 * count : firstOfMonth(day, count);
}

/** First instants of all intervals of the zone that touch the span, in order. */
export function intervalStarts(span: Span, interval: Interval, timeZone: string): number[] {
  const starts: number[] = [];
  if (span.to <= span.from) return starts;
  if (interval === 'hour') {
    for (let at = startOfLocalHour(span.from, timeZone); at < span.to; at = endOfLocalHour(at, timeZone))
      starts.push(at);
    return starts;
  }
  let day = firstDayOf(localDay(span.from, timeZone), interval);
  for (let at = startOfLocalDay(day, timeZone); at < span.to; at = startOfLocalDay(day, timeZone)) {
    // A day that the zone has left out, as Samoa did in 2011, begins with the next one.
    if (starts.at(-1) !== at) starts.push(at);
    day = addIntervals(day, interval, 1);
  }
  return starts;
}

/** Index of the interval that an instant is in; -1 before the first. */
export function intervalOf(starts: readonly number[], time: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The span of the same length before it: in days of the zone when it is of whole days. */
export function previousSpan({ from, to }: Span, timeZone: string): Span {
  const [first, last] = [localDay(from, timeZone), localDay(to, timeZone)];
  const isWhole = startOfLocalDay(first, timeZone) === from && startOfLocalDay(last, timeZone) === to;
  if (!isWhole) return { from: from - (to - from), to: from };
  return { from: startOfLocalDay(first - (last - first), timeZone), to: from };
}

/** The last days of the zone, today included. */
export function lastDays(count: number, now: number, timeZone: string): Span {
  const today = localDay(now, timeZone);
  return {
    from: startOfLocalDay(today - count + 1, timeZone),
    to: startOfLocalDay(today + 1, timeZone),
  };
}
