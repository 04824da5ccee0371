const TIME =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2})$/i;

/** The last millisecond whose year has four digits in UTC; later ones are written in a form that databases refuse. */
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** As `toISOString` writes it: `2026-05-01T08:00:00.000Z`. */
const WRITTEN = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/;

/** The day of the time before: nearly always it is that of the next one as well. */
let lastDay = { text: '', start: Number.NaN };

/** Milliseconds of a time as `toISOString` writes it; `undefined` of any other. Much quicker than `Date.parse`. */
export function parseWritten(text: string): number | undefined {
  if (text.length !== 24 || !WRITTEN.test(text)) return undefined;
  const day = text.slice(0, 10);
  if (day !== lastDay.text) {
    const start = Date.parse(`${day}T00:00:00.000Z`);
    // The 30th of February becomes another day.
    if (!(start >= 0) || new Date(start).toISOString().slice(0, 10) !== day) return undefined;
    lastDay = { text: day, start };
  }
  const two = (at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
  const thousandths = text.charCodeAt(20) * 100 + text.charCodeAt(21) * 10 + text.charCodeAt(22) - 5328;
  return lastDay.start + (two(11) * 3600 + two(14) * 60 + two(17)) * 1000 + thousandths;
}

/** Milliseconds of an ISO 8601 time with a zone, from 1970 to 9999 in UTC; `undefined` for anything else. */
export function parseTime(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const written = parseWritten(value);
  if (written !== undefined) return written;
  const text = value.trim();
  const time = TIME.test(text) ? Date.parse(text) : Number.NaN;
  return time >= 0 && time <= LAST ? time : undefined;
}
