import { isIPv4 } from 'node:net';
import type { Plan } from '@pugmark/plan';
import type { Store } from '@pugmark/store';
import type { App } from './admission/apps.ts';
import type { Mount } from './mount.ts';
import type { AccessToken, Role } from './roles.ts';
import type { BatchReport, Sink } from './sink.ts';
import type { CounterMeter } from './sinks/open-telemetry.ts';
import type { PlanMode } from './stages/check-plan.ts';
import { checkMarkRules, DEFAULT_MARK_RULES, type MarkRule } from './stages/marks.ts';

/**
 * How a collector works. Every option has a default that is safe on one's own machine.
 *
 * @example
 * const collector = await createCollector({ port: 8787, dataDir: 'data', allowOrigin: ['https://shop.example'] });
 * await collector.listen();
 */
export interface CollectorOptions {
  /** Where events are kept; `close()` closes it. Default: PGlite in `dataDir`. */
  store?: Store;
  /** Directory of the default store. Default `.pugmark/data`. */
  dataDir?: string;
  /** TCP port; 0 takes a free one. Default 8787. */
  port?: number;
  /** Address to listen on. Default `127.0.0.1`: this machine only. */
  host?: string;
  /** Path that all routes lie under, such as `/t`, for a proxy that does not take it away. Default: none. */
  prefix?: string;
  /** Origins whose pages may send, such as `https://shop.example`. Default: any. */
  allowOrigin?: string[];
  /** Keys of which a request must carry one. Default: none is asked for. */
  writeKeys?: string[];
  /** Applications with keys, origins, rate and plan of their own. Default: none. */
  apps?: App[];
  /** The token of the admin, who may read and erase. Default: a random one, see `Collector.viewUrl`. */
  token?: string;
  /** Further tokens, with a role each. Default: none. */
  tokens?: AccessToken[];
  /** Reads without a token, for development; only with a loopback `host`. Default `false`. */
  openView?: boolean;
  /** What this machine may do without a token when the view is open. Default `read`. */
  openRole?: Role;
  /** Who hears of each batch after it was stored. Default: nobody. */
  sinks?: Sink[];
  /** Further pages and answers, behind the collector's access check. Default: none. */
  mounts?: Mount[];
  /** Whether a device may have itself erased, with its random id as the proof. Default `true`. */
  deviceErasure?: boolean;
  /**
   * Events per second and client address, with bursts of ten seconds' worth. A report of drops counts as an event, a
   * request as one at least; each event may have 1 KiB on average. Default 10 000.
   */
  rateLimit?: number;
  /** Events per second of one device, whatever its addresses. Default 10 000, or `rateLimit` if that is more. */
  deviceRateLimit?: number;
  /** A client of ioredis or node-redis, by which several collectors share the rates. Default: each for itself. */
  redis?: unknown;
  /** By which events are marked. Default `DEFAULT_MARK_RULES`: many `qr_scan` of a device, late `heartbeat_receive`. */
  markRules?: readonly MarkRule[];
  /**
   * Take the client address from X-Forwarded-For: `true` for one proxy before the collector, or how many there are. Only
   * behind proxies of your own. Default `false`.
   */
  trustProxy?: boolean | number;
  /**
   * The address under which browsers reach the collector through a proxy, such as `https://collect.example.com/events`.
   * Under `https:` the cookie of the live view is `Secure`. Default: the address that it listens on.
   */
  publicUrl?: string;
  /** What to do when the data in `dataDir` cannot be opened: fail, or keep it beside and begin with none. Default `fail`. */
  onDamagedData?: 'fail' | 'begin_anew';
  /** Bytes of a request body. Default 1 MiB. */
  maxBody?: number;
  /** Bytes of a request body after decompression. Default 4 MiB. */
  maxDecompressed?: number;
  /** Events in one request. Default 2000. */
  maxEvents?: number;
  /** The tracking plan that events are held to, as `loadPlan` of `@pugmark/plan/load` gives it. Default: none. */
  plan?: Plan;
  /** `observe` stores all events and marks what is off the plan; `enforce` rejects it. Default `observe`. */
  planMode?: PlanMode;
  /** A meter of `@opentelemetry/api` that counts what came: `metrics.getMeter('pugmark')`. Default: none. */
  meter?: CounterMeter;
  /** The clock, in milliseconds. Default `Date.now`. */
  now?: () => number;
  /** Called after each answered batch. What it throws goes to `onError`; the answer stays the same. */
  onBatch?: (report: BatchReport) => void;
  /** Called when the store fails; the request is answered with 503. */
  onStoreError?: (error: unknown) => void;
  /** Called when anything else fails, such as another listener. */
  onError?: (error: unknown) => void;
}

/** The options with every default filled in. */
export type Settings = Required<
  Omit<
    CollectorOptions,
    'store' | 'token' | 'tokens' | 'plan' | 'publicUrl' | 'trustProxy' | 'writeKeys' | 'redis' | 'meter'
  >
> & {
  /** The admin's first. */
  tokens: AccessToken[];
  redis: unknown;
  meter: CounterMeter | undefined;
  plan: Plan | undefined;
  publicUrl: URL | undefined;
  /** Proxies before the collector. */
  trustProxy: number;
};

/**
 * Fills in the defaults.
 *
 * @throws TypeError that names the option, when one makes no sense.
 */
export function readOptions(options: CollectorOptions, makeToken: () => string): Settings {
  const settings: Settings = {
    dataDir: text('dataDir', options.dataDir ?? '.pugmark/data'),
    port: whole('port', options.port ?? 8787, 0, 65_535),
    host: text('host', options.host ?? '127.0.0.1'),
    prefix: prefix(options.prefix ?? ''),
    allowOrigin: (options.allowOrigin ?? []).map(origin),
    apps: readApps(options),
    tokens: [
      { token: token(options.token ?? makeToken()), role: 'admin' },
      ...(options.tokens ?? []).map(accessToken),
    ],
    openView: options.openView ?? false,
    openRole: role(options.openRole ?? 'read'),
    sinks: options.sinks ?? [],
    mounts: (options.mounts ?? []).map(mount),
    deviceErasure: options.deviceErasure ?? true,
    rateLimit: whole('rateLimit', options.rateLimit ?? 10_000, 1),
    deviceRateLimit: whole(
      'deviceRateLimit',
      options.deviceRateLimit ?? Math.max(10_000, options.rateLimit ?? 0),
      1,
    ),
    redis: options.redis,
    meter: options.meter,
    markRules: checkMarkRules(options.markRules ?? DEFAULT_MARK_RULES),
    trustProxy: whole('trustProxy', Number(options.trustProxy ?? false), 0, 16),
    publicUrl: options.publicUrl === undefined ? undefined : publicUrl(options.publicUrl),
    onDamagedData: onDamagedData(options.onDamagedData ?? 'fail'),
    maxBody: whole('maxBody', options.maxBody ?? 1_048_576, 1024),
    maxDecompressed: whole('maxDecompressed', options.maxDecompressed ?? 4_194_304, 1024),
    maxEvents: whole('maxEvents', options.maxEvents ?? 2000, 1),
    plan: options.plan,
    planMode: planMode(options.planMode ?? 'observe'),
    now: options.now ?? Date.now,
    onBatch: options.onBatch ?? (() => {}),
    onStoreError: options.onStoreError ?? (() => {}),
    onError: options.onError ?? (() => {}),
  };
  if (settings.openView && !isLoopback(settings.host)) {
    throw new TypeError(
      `openView shows all data to anyone who can connect, so it needs a loopback host; host is ${settings.host}. ` +
        'Use a token instead.',
    );
  }
  return settings;
}

/** Whether a host name (without port) can only mean this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}

function whole(name: string, value: number, min: number, max = Number.MAX_SAFE_INTEGER): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
  throw new TypeError(`${name} must be a whole number ${range}; it is ${String(value)}.`);
}

function planMode(value: PlanMode): PlanMode {
  if (value === 'observe' || value === 'enforce') return value;
  throw new TypeError(`planMode must be observe or enforce; it is ${String(value)}.`);
}

function onDamagedData(value: 'fail' | 'begin_anew'): 'fail' | 'begin_anew' {
  if (value === 'fail' || value === 'begin_anew') return value;
  throw new TypeError(`onDamagedData must be fail or begin_anew; it is ${String(value)}.`);
}

function publicUrl(value: string): URL {
  try {
    const url = new URL(value);
    if (url.protocol === 'https:' || url.protocol === 'http:') {
      // Relative addresses of the page begin below it.
      if (!url.pathname.endsWith('/')) url.pathname += '/';
      return url;
    }
  } catch {
    // Told below.
  }
  throw new TypeError(`publicUrl must begin with http:// or https://; it is ${String(value)}.`);
}

function prefix(value: string): string {
  if (value === '' || /^(\/[a-z0-9][a-z0-9._-]*)+$/i.test(value)) return value;
  throw new TypeError(`prefix must be like /t, with no slash at the end; it is ${String(value)}.`);
}

function text(name: string, value: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new TypeError(`${name} must be a string that is not empty.`);
}

function token(value: string): string {
  if (typeof value === 'string' && /^[\x21-\x7e]{8,}$/.test(value)) return value;
  throw new TypeError('token must have at least 8 characters, without spaces.');
}

/** The plain keys are those of an app without a name. */
function readApps({ writeKeys = [], apps = [] }: CollectorOptions): App[] {
  const plain = writeKeys.map((key) => text('writeKeys', key));
  const named = apps.map((app): App => {
    text('apps.name', app.name);
    if (app.keys.length < 1 || app.keys.length > 2) {
      throw new TypeError(
        `apps: ${app.name} must have one key, or two while one takes the place of the other.`,
      );
    }
    for (const key of app.keys) text(`apps: keys of ${app.name}`, key);
    if (app.rateLimit !== undefined) whole(`apps: rateLimit of ${app.name}`, app.rateLimit, 1);
    return { ...app, ...(app.allowOrigin ? { allowOrigin: app.allowOrigin.map(origin) } : {}) };
  });
  return plain.length > 0 ? [...named, { name: 'default', keys: plain }] : named;
}

function accessToken(value: AccessToken): AccessToken {
  return { ...value, token: token(value.token), role: role(value.role) };
}

function role(value: Role): Role {
  if (value === 'read' || value === 'admin') return value;
  throw new TypeError(`A role must be read or admin; it is ${String(value)}.`);
}

function mount(value: Mount): Mount {
  if (!/^(\/[a-z0-9][a-z0-9._-]*)+$/i.test(value.path)) {
    throw new TypeError(`The path of a mount must be like /boards; it is ${String(value.path)}.`);
  }
  if (value.role !== undefined) role(value.role);
  return value;
}

function origin(value: string): string {
  try {
    const url = new URL(value);
    if (url.origin !== 'null') return url.origin;
  } catch {
    // Told below.
  }
  throw new TypeError(`allowOrigin must be an origin such as https://shop.example; it is ${String(value)}.`);
}
