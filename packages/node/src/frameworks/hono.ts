import type { Context, MiddlewareHandler } from 'hono';
import { withContext } from '../context/context.js';
import { type ContextOptions, contextOf } from '../context/request.js';

/**
 * A middleware for Hono: all that a request tracks carries its context. The address of the connection is known on
 * `@hono/node-server` only.
 *
 * @example
 * ```ts
 * app.use(pugmark({ userId: (c) => c.get('userId') }));
 * ```
 */
export function pugmark(options?: ContextOptions<Context>): MiddlewareHandler {
  return (c, next) => {
    const incoming = (c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming;
    const reader = {
      header: (name: string) => c.req.header(name),
      address: incoming?.socket?.remoteAddress,
    };
    return withContext(contextOf(c, reader, options), next);
  };
}
