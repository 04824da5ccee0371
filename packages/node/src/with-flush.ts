import { flush as flushDefault } from './default-tracker.js';
import { settleWithin } from './flush.js';
import type { ServerTracker } from './server-tracker.js';

/** How `withFlush` ends an invocation. */
export interface FlushOptions {
  /** Default: the one of `init`. */
  tracker?: Pick<ServerTracker, 'flush'>;
  /** How long the answer may be held up for the flush, in ms; with `waitUntil` nothing is. Default 2000. */
  timeout?: number;
  /** Keeps the platform at work after the answer, such as `waitUntil` of `@vercel/functions`. */
  waitUntil?: (work: Promise<unknown>) => void;
}

/**
 * Makes a serverless handler deliver what it has tracked before the platform freezes it. Where an argument of the
 * handler has `waitUntil`, as on platforms that work like Cloudflare's, the flush runs there and holds up nothing;
 * elsewhere, as on AWS Lambda, the answer waits for it. What the handler returns or throws stays.
 *
 * @example
 * ```ts
 * export const handler = withFlush(async (event) => {
 *   trackBusinessEvent('order_paid', { orderId: event.orderId });
 *   return { statusCode: 200 };
 * });
 * ```
 */
export function withFlush<Args extends unknown[], Result>(
  handler: (...args: Args) => Result | Promise<Result>,
  { tracker, timeout = 2000, waitUntil }: FlushOptions = {},
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await handler(...args);
    } finally {
      const work = tracker ? tracker.flush() : flushDefault();
      const extend = waitUntil ?? waitUntilOf(args);
      if (extend) extend(work);
      else await settleWithin(work, timeout);
    }
  };
}

function waitUntilOf(args: unknown[]): FlushOptions['waitUntil'] {
  const context = args.find(
    (arg) => typeof (arg as { waitUntil?: unknown } | null)?.waitUntil === 'function',
  );
  // Called as a method: platforms refuse it otherwise.
  return context
    ? (work) => (context as Required<Pick<FlushOptions, 'waitUntil'>>).waitUntil(work)
    : undefined;
}
