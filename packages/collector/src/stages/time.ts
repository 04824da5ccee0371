const TIME =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})$/i;

/** The last millisecond whose year has four digits in UTC; later ones are written in a form that databases refuse. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** Milliseconds of an ISO 8601 time with a zone, from 1970 to 9999 in UTC; `undefined` for anything else. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const time = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return time >= 0 && time <= LAST ? time : undefined;
}
