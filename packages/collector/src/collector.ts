import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createGroupCommit } from './group-commit.ts';
import { createApp } from './http/app.ts';
import { startServer, stopServer } from './http/server.ts';
import { createHub } from './live/hub.ts';
import { createPlanTally } from './live/plan-tally.ts';
import { createTally } from './live/tally.ts';
import { readLiveViewFiles } from './live-view-files.ts';
import { type CollectorOptions, readOptions } from './options.ts';
import { createPlanCheck } from './stages/check-plan.ts';
import { createDeviceReader } from './stages/device.ts';
import { createMarker } from './stages/marks.ts';
import { createLimiter } from './stages/rate-limit.ts';
import { createPgliteStore } from './stores/pglite.ts';

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
  const store = options.store ?? (await createPgliteStore({ dataDir: settings.dataDir }));
  const check = settings.plan && createPlanCheck(settings.plan, settings.planMode);
  const groupCommit = createGroupCommit(store);
  const hub = createHub();
  let server: Server | undefined;
  let port = settings.port;
  let closing: Promise<void> | undefined;

  const app = createApp({
    settings,
    files,
    store,
    groupCommit,
    hub,
    tally: createTally(),
    limiter: createLimiter(settings.rateLimit, settings.maxEvents),
    marks: createMarker(),
    plan: check && { check, tally: createPlanTally(check) },
    devices: createDeviceReader(),
    isClosing: () => closing !== undefined,
  });

  async function stop(): Promise<void> {
    hub.close();
    if (server) await stopServer(server);
    await groupCommit.drain();
    await store.close();
  }

  const address = () =>
    `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;

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
      return settings.openView
        ? `${address()}/`
        : `${address()}/?token=${encodeURIComponent(settings.token)}`;
    },
  };
}
