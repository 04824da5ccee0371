import type { FastifyPluginCallback, FastifyRequest } from 'fastify';
import { type ContextOptions, contextOf } from '../context/request.js';
import { readerOf, runRequest } from '../context/run-request.js';

/**
 * A plugin for Fastify: all that a request tracks carries its context, also in the app's own hooks that are added
 * after it.
 *
 * @example
 * ```ts
 * app.register(pugmark, { userId: (request) => request.headers['x-user-id'] });
 * ```
 */
export const pugmark: FastifyPluginCallback<ContextOptions<FastifyRequest>> = (app, options, done) => {
  app.addHook('onRequest', (request, reply, next) =>
    runRequest(contextOf(request, readerOf(request.raw), options), request.raw, reply.raw, () => next()),
  );
  done();
};

// The documented mark of a plugin that is for the whole app, not only for what is registered within it.
Object.assign(pugmark, { [Symbol.for('skip-override')]: true });
