import { type Store, StoreUnavailableError } from '@pugmark/store';
import { type Context, Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { callHost } from '../guard.ts';
import type { LiveViewFile } from '../live-view-files.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { readProtocolFiles } from '../protocol-files.ts';
import { RefusedError, refusalResponse, refuse } from '../refusal.ts';
import type { Hub } from '../sinks/hub.ts';
import type { PlanTally } from '../sinks/plan-tally.ts';
import type { Tally } from '../sinks/tally.ts';
import { checkAccess } from './access.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { eraseDevice, readErasureRequest } from './device-erasure.ts';
import type { Environment } from './environment.ts';
import { createHealthCheck } from './health.ts';
import { admit, type BodyForm, checkRate, type IngestParts, ingest } from './ingest.ts';
import { addMounts } from './mounts.ts';
import { asset, privateHeaders, servePage } from './page.ts';
import { erase, exportPerson, readSubject, SUBJECTS } from './privacy.ts';
import { type Read, readCounts, readEvents, readLive, readStreams } from './reads.ts';
import { readRejected, replay } from './rejected.ts';

export interface AppParts extends IngestParts {
  store: Store;
  files: ReadonlyMap<string, LiveViewFile>;
  hub: Hub;
  tally: { report(): Tally };
  planTally: PlanTally | undefined;
  metrics: Metrics;
  /** Whether the collector stops; new batches are refused then. */
  isClosing: () => boolean;
}

type Answer = (context: Context<Environment>) => Response | Promise<Response>;

const INGEST: [path: string, form: BodyForm][] = [
  ['/tracking/events/batch', 'batch'],
  ['/tracking/events', 'single'],
  ['/api/tracking', 'batch'],
];

/** Events that an erasure counts for at the limits: it looks through all that is stored. */
const ERASURE_COST = 200;

const READS = {
  '/streams': readStreams,
  '/api/events': readEvents,
  '/api/counts': readCounts,
  '/api/live': readLive,
  '/api/rejected': readRejected,
  '/metrics': (_context, { metrics }) => metrics.read(),
} satisfies Record<string, Read>;

/** All routes of the collector. */
export function createApp(parts: AppParts): Hono<Environment> {
  const { prefix } = parts.settings;
  const app = new Hono<Environment>({ getPath: (request) => pathBelow(prefix, request) });
  addSending(app, parts);
  addReads(app, parts);
  addPrivacy(app, parts);
  addPages(app, parts);
  addMounts(app, parts.settings);
  addErrors(app, parts);
  return app;
}

/** What stands after the prefix. What lies elsewhere is a path that no route has. */
function pathBelow(prefix: string, request: Request): string {
  const path = getPath(request);
  if (prefix === '') return path;
  return path === prefix || path.startsWith(`${prefix}/`) ? path.slice(prefix.length) || '/' : '//';
}

/** What anybody may send, also from pages of other sites. */
function addSending(app: Hono<Environment>, parts: AppParts): void {
  const { settings, apps } = parts;
  const paths: [path: string, answer: Answer][] = INGEST.map(([path, form]) => [
    path,
    (context) => ingest(context, form, parts),
  ]);
  paths.push([
    '/tracking/erasure',
    async (context) => {
      if (!settings.deviceErasure) {
        throw refuse(
          403,
          'erasure_not_allowed',
          'Devices may not have themselves erased here: ask an admin.',
        );
      }
      const admission = admit(context, parts);
      const request = await readErasureRequest(context, admission);
      const app = admission.app ?? parts.apps.admit(request.key, context.req.header('origin'));
      await checkRate(parts.limits, {
        address: admission.address,
        app,
        devices: new Map(),
        amount: ERASURE_COST,
        bytes: 0,
      });
      return eraseDevice(parts.store, request);
    },
  ]);
  for (const [path, answer] of paths) {
    app.use(path, async (context, next) => {
      await next();
      parts.metrics.countRequest(context.res.status);
      for (const [name, value] of Object.entries(corsHeaders(context.req.header('origin'), apps.origins))) {
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
      return answer(context);
    });
    app.all(path, () => wrongMethod('POST, OPTIONS'));
  }
}

function addReads(app: Hono<Environment>, parts: AppParts): void {
  const { settings, store, hub, tally, planTally, metrics } = parts;
  const { keeper, groupCommit } = parts;
  const { marks, apps } = parts;
  const planOf = (app: string | undefined) => (app === undefined ? parts.plan : apps.planOf(app));
  const reads = {
    store,
    keeper,
    groupCommit,
    marks,
    planOf,
    hub,
    tally,
    planTally,
    metrics,
    now: settings.now,
  };
  for (const [path, read] of Object.entries(READS)) {
    app.get(path, async (context) => {
      checkAccess(context, settings);
      return guarded(await read(context, reads));
    });
    app.all(path, () => wrongMethod('GET, HEAD'));
  }
  app.post('/rejected/replay', async (context) => {
    checkAccess(context, settings, { role: 'admin' });
    return guarded(await replay(context, reads));
  });
  app.all('/rejected/replay', () => wrongMethod('POST'));
}

/** What the law gives people over their data; for admins. */
function addPrivacy(app: Hono<Environment>, { settings, store }: AppParts): void {
  for (const [kind, subjectOf] of Object.entries(SUBJECTS)) {
    const path = `/privacy/${kind}/:id`;
    const subjectIn = (context: Context<Environment>) =>
      readSubject(context.req.param('id') ?? '', subjectOf);
    app.get(path, async (context) => {
      checkAccess(context, settings, { role: 'admin' });
      return guarded(await exportPerson(store, subjectIn(context), settings.now));
    });
    app.delete(path, async (context) => {
      checkAccess(context, settings, { role: 'admin' });
      return guarded(await erase(store, subjectIn(context)));
    });
    app.all(path, () => wrongMethod('GET, HEAD, DELETE'));
  }
}

function addPages(app: Hono<Environment>, parts: AppParts): void {
  const { settings, files } = parts;
  const checkHealth = createHealthCheck(parts.store, parts.isClosing);
  const answerHealth = async () => {
    const health = await checkHealth();
    return Response.json(health, { status: health.ready ? 200 : 503 });
  };
  const pages: [path: string, serve: Answer][] = [
    ['/', (context) => servePage(context, settings, files)],
    ['/live-view/:file', (context) => asset(files.get(context.req.param('file') ?? ''))],
    ...[...readProtocolFiles()].map(([path, read]): [string, Answer] => [
      path,
      async () => asset(await read()),
    ]),
    ...['/health', '/ready'].map((path): [string, Answer] => [path, answerHealth]),
  ];
  for (const [path, serve] of pages) {
    app.get(path, async (context) => guarded(await serve(context)));
    app.all(path, () => wrongMethod('GET, HEAD'));
  }
}

function addErrors(app: Hono<Environment>, { settings }: AppParts): void {
  app.notFound((context) =>
    guarded(
      refusalResponse(
        refuse(
          404,
          'not_found',
          `There is nothing at ${getPath(context.req.raw).slice(0, 100)}: send to ${settings.prefix}${INGEST[0]?.[0]}.`,
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
}

function wrongMethod(allow: string): Response {
  throw refuse(405, 'method_not_allowed', `Use ${allow.split(',')[0]} here.`, { Allow: allow });
}

function guarded(response: Response): Response {
  for (const [name, value] of Object.entries(privateHeaders)) response.headers.set(name, value);
  return response;
}
