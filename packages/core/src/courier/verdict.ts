import { isList, isObject, readJson } from '../encoding/json.js';
import type { SendAnswer } from '../platform.js';
import type { Answer, Rejection } from '../wire.js';

/** The longest that a server can ask for, in ms: an hour. */
const MAX_RETRY_AFTER = 36e5;

/** What an answer means for the records that were sent. */
export type Verdict =
  /** The store has committed; some events may be rejected for good. */
  | { kind: 'accepted'; answer: Answer }
  /** Something in the batch is bad, or it is too large. */
  | { kind: 'split'; isTooLarge: boolean }
  /** The collector does not know us: nothing helps until something changes. */
  | { kind: 'hold' }
  /** Not now. `isSuspect`: perhaps because of what was sent, and not because of the state of the server. */
  | { kind: 'wait'; floor: number; isSuspect: boolean };

// Taken when the module loads: a page may replace it later.
const { parse: parseDate } = Date;

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value % 1 === 0;

/** @param events How many were sent. */
export function readVerdict({ status, body, retryAfter }: SendAnswer, events: number, now: number): Verdict {
  if (status === 200) {
    const answer = readAnswer(body, events);
    if (answer) return { kind: 'accepted', answer };
  }
  if (status === 400 || status === 413 || status === 422)
    return { kind: 'split', isTooLarge: status === 413 };
  // A firewall refuses with these too, but not in the words of a collector.
  if ((status === 401 || status === 403) && isRefusal(body)) return { kind: 'hold' };
  const floor = readRetryAfter(retryAfter, now);
  return { kind: 'wait', floor, isSuspect: status > 0 && status !== 429 && !floor };
}

/**
 * Only a 200 with the body that a collector gives, which accounts for every event that was sent, is an acknowledgement:
 * a captive portal answers 200 to everything.
 */
function readAnswer(body: string | undefined, events: number): Answer | undefined {
  const answer = readJson<Answer>(body);
  if (!isObject(answer) || !isList(answer.rejected)) return undefined;
  const { accepted, duplicates, rejected } = answer as unknown as Answer;
  const isAccounted =
    isCount(accepted) &&
    isCount(duplicates) &&
    accepted + duplicates + rejected.length === events &&
    rejected.every((rejection: Rejection) => isObject(rejection));
  return isAccounted ? { accepted, duplicates, rejected } : undefined;
}

function isRefusal(body: string | undefined): boolean {
  const refusal = readJson<{ error?: { code?: unknown } }>(body);
  return isObject(refusal) && isObject(refusal.error) && typeof refusal.error.code === 'string';
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3), as ms from now. */
function readRetryAfter(value: string | null | undefined, now: number): number {
  if (!value) return 0;
  const seconds = +value;
  const ms = seconds >= 0 ? seconds * 1000 : parseDate(value) - now;
  return ms > 0 ? Math.min(ms, MAX_RETRY_AFTER) : 0;
}
