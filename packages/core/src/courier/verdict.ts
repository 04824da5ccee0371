import type { SendAnswer } from '../platform.js';
import type { Answer, Rejection } from '../wire.js';

/** What an answer means for the events that were sent. */
export type Verdict =
  /** The store has committed; these few were refused for good. */
  | { kind: 'ack'; answer: Answer }
  /** Something in the batch is bad, or it is too large: send it in halves. */
  | { kind: 'split' }
  /** The collector does not know us: keep everything, send nothing, tell. */
  | { kind: 'hold' }
  /** Not now; `after` is what the collector asks for, in ms. */
  | { kind: 'retry'; after: number };

const SPLIT = [400, 413, 422];
const HOLD = [401, 403];

/**
 * Only a 2xx with the body that a collector gives is an acknowledgement:
 * a captive portal answers 200 to everything.
 */
export function judge({ status, body, retryAfter }: SendAnswer, now: number): Verdict {
  if (status >= 200 && status < 300) {
    try {
      const answer = JSON.parse(body as string);
      if (answer.accepted >= 0) {
        return { kind: 'ack', answer: { ...answer, rejected: (answer.rejected as Rejection[]) || [] } };
      }
    } catch {
      // Not an answer of a collector.
    }
  }
  if (SPLIT.indexOf(status) >= 0) return { kind: 'split' };
  if (HOLD.indexOf(status) >= 0) return { kind: 'hold' };
  return { kind: 'retry', after: retryAfterMs(retryAfter, now) };
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3), as ms from now; 0 when there is none. */
function retryAfterMs(value: string | undefined, now: number): number {
  if (!value) return 0;
  const seconds = +value;
  const ms = seconds >= 0 ? seconds * 1000 : Date.parse(value) - now;
  return Math.max(ms || 0, 0);
}
