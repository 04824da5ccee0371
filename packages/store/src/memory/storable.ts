import { UnstorableError } from '../errors.ts';
import type { StoredEvent } from '../event.ts';
import type { Batch } from '../ports.ts';

/** How JSON writes NUL and halves of surrogate pairs, which no database takes; after an even number of backslashes. */
const UNSTORABLE_TEXT = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;
/** ISO 8601 with a year of four digits. */
const TIME_LENGTH = 24;

/**
 * Refuses what PostgreSQL would refuse, so that whoever tries with the memory store knows. Answers the size of each event
 * in characters of JSON.
 */
export function measureStorable({ events, dropped, rejected }: Batch): number[] {
  checkText(JSON.stringify([dropped, rejected]));
  const checkTimes = createTimeCheck();
  return events.map((event) => {
    const json = JSON.stringify(event);
    checkText(json);
    checkTimes(event);
    return json.length;
  });
}

function checkText(json: string): void {
  // The quick look first: most text has no escapes of this kind.
  if (!json.includes('\\u') || !UNSTORABLE_TEXT.test(json)) return;
  throw new UnstorableError('Text has a NUL or half of a surrogate pair.');
}

/** Most times are those of the event before, or of the same event: looked at once. */
function createTimeCheck(): (event: StoredEvent) => void {
  let known = '';
  const check = (time: string): void => {
    if (time === known) return;
    if (time.length !== TIME_LENGTH || Number.isNaN(Date.parse(time))) {
      throw new UnstorableError(`The time ${time} is out of range.`);
    }
  };
  return ({ eventTime, clientTime, receivedAt }) => {
    check(receivedAt);
    known = receivedAt;
    check(clientTime);
    if (eventTime !== clientTime) check(eventTime);
  };
}
