import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpAdapterHost } from '@nestjs/core';
import { type ContextOptions, contextOf } from '../../context/request.js';
import { readerOf, runRequest } from '../../context/run-request.js';

/** The part of Fastify that is needed here. */
interface Fastify {
  /** Absent when the app has switched middlewares off. */
  use?: unknown;
  addHook(
    name: 'onRequest',
    hook: (request: { raw: IncomingMessage }, reply: { raw: ServerResponse }, next: () => void) => void,
  ): void;
}

/**
 * Begins the context of every HTTP request before middlewares and guards, so that what they track belongs to its page.
 * Who is signed in is not known at that moment. Must run before the app registers what is its own.
 *
 * @returns Whether the context of a request was begun.
 */
export function beginRequests(
  { httpAdapter }: HttpAdapterHost,
  { userId: _, ...options }: ContextOptions<never> = {},
): (request: IncomingMessage) => boolean {
  const begun = new WeakSet<IncomingMessage>();
  const begin = (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    begun.add(request);
    runRequest(contextOf(request, readerOf(request), options), request, response, () => next());
  };
  const type = httpAdapter?.getType();
  const fastify = type === 'fastify' ? httpAdapter.getInstance<Fastify>() : undefined;
  // Middlewares come before the hooks of others there, so it must be one of them where there are any.
  if (type === 'express' || fastify?.use) httpAdapter.use(begin);
  else fastify?.addHook('onRequest', (request, reply, next) => begin(request.raw, reply.raw, next));
  return (request) => begun.has(request);
}
