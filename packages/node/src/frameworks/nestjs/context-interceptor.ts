import type { IncomingMessage } from 'node:http';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Observable } from 'rxjs';
import { withContext } from '../../context/context.js';
import { type ContextOptions, contextOf } from '../../context/request.js';
import { readerOf } from '../../context/run-request.js';

/**
 * Runs the handlers of HTTP requests in the request's context. An interceptor comes after the guards, so that
 * `userId` may read what they found, and works on Express and on Fastify.
 */
export class ContextInterceptor implements NestInterceptor {
  constructor(private readonly options: ContextOptions<never> | undefined) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType() !== 'http') return next.handle();
    const request = execution.switchToHttp().getRequest<IncomingMessage & { raw?: IncomingMessage }>();
    const reader = readerOf(request.raw ?? request);
    const context = contextOf(request, reader, this.options as ContextOptions<IncomingMessage> | undefined);
    // The handler runs when Nest subscribes.
    return new Observable((subscriber) => withContext(context, () => next.handle().subscribe(subscriber)));
  }
}
