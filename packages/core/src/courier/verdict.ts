import { isCount, isList, isObject, readJson } from '../encoding/json.js';
import type { SendAnswer } from '../platform.js';
import type { Answer, Refusal } from '../wire.js';

/** The longest that a server can ask for, in ms: an hour. */
const MAX_RETRY_AFTER = 36e5;

/** What an answer means for the records that were sent. */
export interface Verdict {
  /** The store has committed; some events may be rejected for good. */
  answer_: Answer | undefined;
  /** Something in the batch is bad, or it is too large. */
  isRefused_: boolean;
  /** Otherwise: not now. ms that the server asks for; `Infinity`: nothing helps until something changes. */
  floor_: number;
  /** Perhaps because of what was sent, and not because of the state of the server. */
  isSuspect_: boolean;
}

// Taken when the module loads: a page may replace it later.
const { parse: parseDate } = Date;

/**
 * Only a 200 with the body that a collector gives, which accounts for every event that was sent, is an acknowledgement:
 * a captive portal answers 200 to everything.
 *
 * @param events How many were sent.
 */
export function readVerdict({ status, body, retryAfter }: SendAnswer, events: number, now: number): Verdict {
  const said = readJson<Answer & Refusal>(body);
  const { accepted, duplicates, rejected, error } = Object(said) as Partial<Answer & Refusal>;
  const isAcknowledged =
    status === 200 &&
    isCount(accepted) &&
    isCount(duplicates) &&
    isList(rejected) &&
    accepted + duplicates + rejected.length === events &&
    rejected.every(isObject);
  // A firewall refuses with these too, but not in the words of a collector.
  const isUnknown = (status === 401 || status === 403) && typeof Object(error).code === 'string';
  const floor_ = isUnknown ? Infinity : readRetryAfter(retryAfter, now);
  return {
    answer_: isAcknowledged ? { accepted, duplicates, rejected } : undefined,
    isRefused_: status === 400 || status === 413 || status === 422,
    floor_,
    isSuspect_: status > 0 && status !== 429 && !floor_,
  };
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3), as ms from now. */
function readRetryAfter(value: string | null | undefined, now: number): number {
  if (!value) return 0;
  const seconds = +value;
  const ms = seconds >= 0 ? seconds * 1000 : parseDate(value) - now;
  return ms > 0 ? Math.min(ms, MAX_RETRY_AFTER) : 0;
}
