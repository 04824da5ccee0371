import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ContextOptions, contextOf } from '../context/request.js';
import { readerOf, runRequest } from '../context/run-request.js';

interface KoaContext {
  req: IncomingMessage;
  res: ServerResponse;
}

/**
 * A middleware for Koa: all that a request tracks carries its context. `userId` reads Koa's own `ctx`.
 *
 * @example
 * ```ts
 * app.use(pugmark({ userId: (ctx) => ctx.state.userId }));
 * ```
 */
export function pugmark<Context extends KoaContext = KoaContext>(
  options?: ContextOptions<Context>,
): (ctx: Context, next: () => Promise<unknown>) => Promise<unknown> {
  return (ctx, next) => runRequest(contextOf(ctx, readerOf(ctx.req), options), ctx.req, ctx.res, next);
}
