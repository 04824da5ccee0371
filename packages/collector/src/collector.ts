import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createGroupCommit, createPgliteStore, type Store } from '@pugmark/store';
import { createApps } from './admission/apps.ts';
import { createLimits } from './admission/limits.ts';
import { callHost } from './guard.ts';
import { createApp } from './http/app.ts';
import { createBodyBudget } from './http/body-budget.ts';
import { startServer, stopServer } from './http/server.ts';
import { readLiveViewFiles } from './live-view-files.ts';
import { createMetrics } from './metrics/metrics.ts';
import { type CollectorOptions, readOptions, type Settings } from './options.ts';
import { createRejectionKeeper } from './rejections/keeper.ts';
import { createFanOut, type FanOut } from './sinks/fan-out.ts';
import { createHub } from './sinks/hub.ts';
import { createMeterSink } from './sinks/open-telemetry.ts';
import { createPlanTally } from './sinks/plan-tally.ts';
import { createTally } from './sinks/tally.ts';
import { createPlanCheck } from './stages/check-plan.ts';
import { createDailyIds } from './stages/daily-id.ts';
import { createDeviceReader } from './stages/device.ts';
import { createMarker } from './stages/marks.ts';

/** A running collector, or one that a host serves through `fetch`. */
export interface Collector {
  /** Answers one request, for hosts with a server of their own. */
  fetch(request: Request): Promise<Response>;
  /**
   * Starts to listen; resolves with the address to send to.
   *
   * @throws Error with code `EADDRINUSE` when the port is taken.
   */
  listen(): Promise<string>;
  /** Stops listening, finishes what was begun, closes the store. Safe to call twice. */
  close(): Promise<void>;
  /** Where to send to, such as `http://127.0.0.1:8787`; right after `listen`. */
  readonly url: string;
  /** The link to the live view. It carries the token, unless the view is open. */
  readonly viewUrl: string;
}

/** Milliseconds that each step of stopping may take. */
const STOP_LIMIT = 10_000;

/**
 * Makes a collector.
 *
 * @throws TypeError that names the option, when one makes no sense.
 * @throws Error when the data directory is in use.
 * @example
 * const collector = await createCollector({ store: createMemoryStore(), port: 0 });
 * const url = await collector.listen();
 */
export async function createCollector(options: CollectorOptions = {}): Promise<Collector> {
  const settings = readOptions(options, () => randomBytes(24).toString('base64url'));
  const files = readLiveViewFiles();
  const store = options.store ?? (await openDefaultStore(settings));
  const check = settings.plan && createPlanCheck(settings.plan, settings.planMode);
  const groupCommit = createGroupCommit(store, {
    concurrency: store.concurrency ?? 1,
    // Answers that leave together cost less all the same.
    ...(store.isInstant ? { quiet: 1, maxWait: 5 } : {}),
  });
  const hub = createHub();
  const tally = createTally();
  const planTally = check && createPlanTally(check);
  const keeper = createRejectionKeeper(store, settings.onStoreError);
  const metrics = createMetrics({ store, groupCommit, hub, sinks: () => sinks, now: settings.now });
  const sinks: FanOut = createFanOut(
    [
      hub,
      tally,
      metrics,
      ...(settings.meter ? [createMeterSink(settings.meter)] : []),
      ...(planTally ? [planTally] : []),
      ...settings.sinks,
      { name: 'onBatch', accept: (_, report) => settings.onBatch(report) },
    ],
    settings.onError,
  );
  let server: Server | undefined;
  let port = settings.port;
  let closing: Promise<void> | undefined;

  const app = createApp({
    settings,
    files,
    store,
    groupCommit,
    hub,
    tally,
    planTally,
    metrics,
    keeper,
    sinks,
    bodies: createBodyBudget(),
    apps: createApps(settings.apps, { ...settings, check }),
    limits: createLimits({ ...settings, maxBytes: settings.maxDecompressed }),
    marks: createMarker(settings.markRules),
    plan: check,
    devices: createDeviceReader(),
    dailyIds: createDailyIds(),
    isClosing: () => closing !== undefined,
  });

  async function stop(): Promise<void> {
    // The live views first: the server waits for what is open.
    hub.close();
    if (server) await stopServer(server);
    // A store that hangs must not keep the process: what it was given and has not answered was not acknowledged.
    await within(STOP_LIMIT, groupCommit.drain());
    await within(STOP_LIMIT, keeper.flush());
    await within(STOP_LIMIT, sinks.close());
    await within(STOP_LIMIT, store.close());
  }

  const address = () =>
    `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}${settings.prefix}`;

  return {
    fetch: async (request) => app.fetch(request, {}),
    async listen() {
      if (server) return address();
      const started = await startServer(app, settings.port, settings.host);
      server = started.server;
      port = started.port;
      return address();
    },
    close() {
      closing ??= stop();
      return closing;
    },
    get url() {
      return address();
    },
    get viewUrl() {
      const base = settings.publicUrl?.href ?? `${address()}/`;
      return settings.openView
        ? base
        : `${base}?token=${encodeURIComponent(settings.tokens[0]?.token ?? '')}`;
    },
  };
}

function openDefaultStore({ dataDir, onDamagedData, onStoreError, onError }: Settings): Promise<Store> {
  return createPgliteStore({
    dataDir,
    onDamagedData,
    onFailure: (error) => callHost(() => onStoreError(error), onError),
  });
}

async function within(limit: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limit);
  });
  await Promise.race([work, timeUp]).finally(() => clearTimeout(timer));
}
