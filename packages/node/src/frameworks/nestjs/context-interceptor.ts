import type { IncomingMessage } from 'node:http';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Observable } from 'rxjs';
import { updateContext, withContext } from '../../context/context.js';
import { type ContextOptions, contextOf } from '../../context/request.js';
import { readerOf } from '../../context/run-request.js';

/**
 * Adds to the context who is signed in: an interceptor comes after the guards, so that `userId` may read what they
 * found. With an HTTP adapter that nobody knows, the context begins here.
 */
export class ContextInterceptor implements NestInterceptor {
  constructor(
    private readonly options: ContextOptions<never> | undefined,
    private readonly isBegun: (request: IncomingMessage) => boolean,
  ) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (execution.getType() !== 'http') return next.handle();
    const request = execution.switchToHttp().getRequest<IncomingMessage & { raw?: IncomingMessage }>();
    const raw = request.raw ?? request;
    const context = contextOf(
      request,
      readerOf(raw),
      this.options as ContextOptions<IncomingMessage> | undefined,
    );
    if (this.isBegun(raw)) {
      // Nothing else: a guard may have said more of the device and the session than the headers do.
      updateContext({ userId: context.userId });
      return next.handle();
    }
    // The handler runs when Nest subscribes.
    return new Observable((subscriber) => withContext(context, () => next.handle().subscribe(subscriber)));
  }
}
