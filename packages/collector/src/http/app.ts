import { type Store, StoreUnavailableError } from '@pugmark/store';
import { type Context, Hono } from 'hono';
import { callHost } from '../guard.ts';
import type { LiveViewFile } from '../live-view-files.ts';
import { readProtocolFiles } from '../protocol-files.ts';
import { RefusedError, refusalResponse, refuse } from '../refusal.ts';
import { checkAccess } from './access.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import type { Environment } from './environment.ts';
import { createHealthCheck } from './health.ts';
import { type BodyForm, type IngestParts, ingest } from './ingest.ts';
import { asset, privateHeaders, servePage } from './page.ts';
import { readCounts, readEvents, readLive, readStreams } from './reads.ts';

export interface AppParts extends IngestParts {
  store: Store;
  files: ReadonlyMap<string, LiveViewFile>;
  /** Whether the collector stops; new batches are refused then. */
  isClosing: () => boolean;
}

const INGEST: [path: string, form: BodyForm][] = [
  ['/tracking/events/batch', 'batch'],
  ['/tracking/events', 'single'],
  ['/api/tracking', 'batch'],
];

const READS = {
  '/streams': readStreams,
  '/api/events': readEvents,
  '/api/counts': readCounts,
  '/api/live': readLive,
} as const;

/** All routes of the collector. */
export function createApp(parts: AppParts): Hono<Environment> {
  const { settings, files } = parts;
  const checkHealth = createHealthCheck(parts.store, parts.isClosing);
  const app = new Hono<Environment>();
  const reads = {
    store: parts.store,
    hub: parts.hub,
    tally: parts.tally,
    plan: parts.plan,
    now: settings.now,
  };

  for (const [path, form] of INGEST) {
    app.use(path, async (context, next) => {
      await next();
      for (const [name, value] of Object.entries(
        corsHeaders(context.req.header('origin'), settings.allowOrigin),
      )) {
        context.res.headers.set(name, value);
      }
    });
    app.options(path, () => new Response(null, { status: 204, headers: preflightHeaders }));
    app.post(path, (context) => {
      if (parts.isClosing()) {
        throw refuse(503, 'closing', 'The collector is stopping: send again soon.', {
          'Retry-After': '5',
          Connection: 'close',
        });
      }
      return ingest(context, form, parts);
    });
    app.all(path, () => wrongMethod('POST, OPTIONS'));
  }

  for (const [path, read] of Object.entries(READS)) {
    app.get(path, async (context) => {
      checkAccess(context, settings);
      return guarded(await read(context, reads));
    });
    app.all(path, () => wrongMethod('GET, HEAD'));
  }

  const pages: [path: string, serve: (context: Context<Environment>) => Response | Promise<Response>][] = [
    ['/', (context) => servePage(context, settings, files)],
    ['/live-view/:file', (context) => asset(files.get(context.req.param('file') ?? ''))],
    ...[...readProtocolFiles()].map(([path, file]): [string, () => Response] => [path, () => asset(file)]),
    [
      '/health',
      async () => {
        const health = await checkHealth();
        return Response.json(health, { status: health.ready ? 200 : 503 });
      },
    ],
  ];
  for (const [path, serve] of pages) {
    app.get(path, async (context) => guarded(await serve(context)));
    app.all(path, () => wrongMethod('GET, HEAD'));
  }

  app.notFound((context) =>
    guarded(
      refusalResponse(
        refuse(
          404,
          'not_found',
          `There is nothing at ${context.req.path.slice(0, 100)}: send to ${INGEST[0]?.[0]}.`,
        ),
      ),
    ),
  );
  app.onError((error) => {
    if (error instanceof RefusedError) return guarded(refusalResponse(error));
    if (error instanceof StoreUnavailableError) {
      callHost(() => settings.onStoreError(error), settings.onError);
      return guarded(refusalResponse(refuse(503, error.code, error.message, { 'Retry-After': '5' })));
    }
    callHost(
      () => settings.onError(error),
      () => {},
    );
    return guarded(refusalResponse(refuse(500, 'internal', 'The collector failed: send again later.')));
  });
  return app;
}

function wrongMethod(allow: string): Response {
  throw refuse(405, 'method_not_allowed', `Use ${allow.split(',')[0]} here.`, { Allow: allow });
}

function guarded(response: Response): Response {
  for (const [name, value] of Object.entries(privateHeaders)) response.headers.set(name, value);
  return response;
}
