import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ContextOptions, contextOf } from '../context/request.js';
import { readerOf, runRequest } from '../context/run-request.js';

/**
 * A middleware for Express 4 and 5, and for whatever else takes `(request, response, next)`: all that a request
 * tracks carries its context. Use it first, or after your sign-in when `userId` reads what that has found.
 *
 * @example
 * ```ts
 * app.use(pugmark({ userId: (request) => request.session?.userId }));
 * ```
 */
export function pugmark<Request extends IncomingMessage = IncomingMessage>(
  options?: ContextOptions<Request>,
): (request: Request, response: ServerResponse, next: () => void) => void {
  return (request, response, next) =>
    runRequest(contextOf(request, readerOf(request), options), request, response, () => next());
}
