import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RequestContext, withContext } from './context.js';
import type { RequestReader } from './request.js';

export const readerOf = ({ headers, socket }: IncomingMessage): RequestReader => ({
  header: (name) => {
    const value = headers[name];
    // Repeated headers arrive joined; only some known ones as a list.
    return typeof value === 'string' ? value : undefined;
  },
  address: socket?.remoteAddress,
});

/** Runs the rest of a request in its context, and with it the events of its streams, which the socket sets off. */
export function runRequest<Result>(
  context: RequestContext,
  request: IncomingMessage,
  response: ServerResponse,
  rest: () => Result,
): Result {
  return withContext(context, () => {
    // Taken here, so that all of them share one context, and see what `updateContext` adds.
    const inside = AsyncLocalStorage.snapshot();
    for (const emitter of [request, response] as EventEmitter[]) {
      const { emit } = emitter;
      emitter.emit = (...args) => inside(() => emit.apply(emitter, args));
    }
    return rest();
  });
}
