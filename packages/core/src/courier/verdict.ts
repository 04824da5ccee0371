import { readJson } from '../encoding/read-json.js';
import type { SendAnswer } from '../platform.js';
import type { Answer } from '../wire.js';

/**
 * What an answer means for the events that were sent:
 *
 * - an `Answer`: the store has committed; few may be refused for good;
 * - `split`: something in the batch is bad, or it is too large;
 * - a number: not now, and not before so many ms; `Infinity` until something changes, since the collector does not
 *   know us.
 */
export type Verdict = Answer | 'split' | number;

/**
 * Only a 200 with the body that a collector gives is an acknowledgement: a captive portal answers 200 to everything.
 */
export function judge({ status, body, retryAfter }: SendAnswer, now: number): Verdict {
  const answer = status === 200 && readJson<Answer>(body);
  if (answer && answer.accepted >= 0) {
    const { rejected } = answer;
    return { ...answer, rejected: Array.isArray(rejected) ? rejected.filter(Boolean) : [] };
  }
  if (/^4(00|13|22)$/.test(`${status}`)) return 'split';
  if (status === 401 || status === 403) return Infinity;
  // Seconds or an HTTP date (RFC 9110, section 10.2.3).
  const seconds = +(retryAfter || 0);
  return Math.max((seconds >= 0 ? seconds * 1000 : Date.parse(retryAfter as string) - now) || 0, 0);
}
