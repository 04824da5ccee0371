import {
  type DynamicModule,
  type FactoryProvider,
  Inject,
  Module,
  type ModuleMetadata,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_INTERCEPTOR, HttpAdapterHost } from '@nestjs/core';
import type { ContextOptions } from '../../context/request.js';
import { createTracker } from '../../create-tracker.js';
import type { ServerOptions } from '../../options.js';
import type { ServerTracker } from '../../server-tracker.js';
import { beginRequests } from './begin-requests.js';
import { ContextInterceptor } from './context-interceptor.js';
import { addRunning, removeRunning } from './running-trackers.js';
import { TRACKER, TrackingService } from './tracking-service.js';

const OPTIONS = Symbol('pugmark.options');

/** The options of a tracker, and how requests become its context. */
export interface TrackingModuleOptions extends ServerOptions {
  // biome-ignore lint/suspicious/noExplicitAny: the request belongs to the HTTP adapter of the app
  context?: ContextOptions<any>;
}

export interface TrackingModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  inject?: FactoryProvider['inject'];
  // biome-ignore lint/suspicious/noExplicitAny: what is injected is known to the app alone
  useFactory(...injected: any[]): TrackingModuleOptions | Promise<TrackingModuleOptions>;
}

/**
 * Tracking for a NestJS app: a tracker to inject everywhere, the context of each HTTP request, and `close()` when the
 * app is closed. On signals Nest closes it only after `app.enableShutdownHooks()`.
 *
 * @example
 * ```ts
 * @Module({ imports: [TrackingModule.forRoot({ apiUrl: 'https://collect.example.com' })] })
 * class AppModule {}
 * ```
 */
export class TrackingModule implements OnApplicationShutdown {
  constructor(private readonly tracker: ServerTracker) {}

  /** @throws TypeError, when the app is created, that names the option which is wrong, unknown or missing. */
  static forRoot(options: TrackingModuleOptions): DynamicModule {
    return TrackingModule.forRootAsync({ useFactory: () => options });
  }

  /** The same with options from other providers, such as a configuration service. */
  static forRootAsync({ imports = [], inject = [], useFactory }: TrackingModuleAsyncOptions): DynamicModule {
    return {
      module: TrackingModule,
      global: true,
      imports,
      providers: [
        { provide: OPTIONS, inject, useFactory },
        { provide: TrackingService, inject: [OPTIONS], useFactory: startTracker },
        { provide: TRACKER, useExisting: TrackingService },
        {
          provide: APP_INTERCEPTOR,
          inject: [OPTIONS, HttpAdapterHost],
          useFactory: ({ context }: TrackingModuleOptions, host: HttpAdapterHost) =>
            new ContextInterceptor(context, beginRequests(host, context)),
        },
      ],
      exports: [TrackingService, TRACKER],
    };
  }

  /** After the server has closed, so that requests under way may still track. */
  async onApplicationShutdown(): Promise<void> {
    removeRunning(this.tracker);
    await this.tracker.close();
  }
}

// Written as calls: decorators as syntax would need a build step of their own.
Module({})(TrackingModule);
Inject(TRACKER)(TrackingModule, undefined, 0);

function startTracker({ context: _, ...options }: TrackingModuleOptions): ServerTracker {
  const tracker = createTracker(options);
  addRunning(tracker);
  return tracker;
}
