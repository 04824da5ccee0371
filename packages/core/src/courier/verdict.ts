import type { SendAnswer } from '../platform.js';
import type { Answer } from '../wire.js';

/**
 * What an answer means for the events that were sent:
 *
 * - an `Answer`: the store has committed; few may be refused for good;
 * - `split`: something in the batch is bad, or it is too large;
 * - `hold`: the collector does not know us: keep everything, send nothing, tell;
 * - a number: not now; so many ms are asked for, or 0.
 */
export type Verdict = Answer | 'split' | 'hold' | number;

/**
 * Only a 2xx with the body that a collector gives is an acknowledgement: a captive portal answers 200 to everything.
 */
export function judge({ status, body, retryAfter }: SendAnswer, now: number): Verdict {
  if (status >= 200 && status < 300) {
    try {
      const answer: Answer = JSON.parse(body as string);
      if (answer.accepted >= 0) return { ...answer, rejected: answer.rejected || [] };
    } catch {
      // Not an answer of a collector.
    }
  }
  if (/^4(00|13|22)$/.test(`${status}`)) return 'split';
  if (status === 401 || status === 403) return 'hold';
  // Seconds or an HTTP date (RFC 9110, section 10.2.3).
  const seconds = +(retryAfter || 0);
  const ms = seconds >= 0 ? seconds * 1000 : Date.parse(retryAfter as string) - now;
  return Math.max(ms || 0, 0);
}
