import type { Plan } from '@pugmark/plan';
import type { PlanMode } from './stages/check-plan.ts';
import type { Store } from './stores/store.ts';

/** What a collector told its host about one request that was answered with 200. */
export interface BatchReport {
  /** Milliseconds. */
  receivedAt: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** How often each event name came. */
  names: ReadonlyMap<string, number>;
}

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
  /** Origins whose pages may send, such as `https://shop.example`. Default: any. */
  allowOrigin?: string[];
  /** Keys of which a request must carry one. Default: none is asked for. */
  writeKeys?: string[];
  /** The token that reads need. Default: a random one, see `Collector.viewUrl`. */
  token?: string;
  /** Reads without a token, for development; only with a loopback `host`. Default `false`. */
  openView?: boolean;
  /** Events per second and client address, with bursts of ten seconds' worth. Default 10 000. */
  rateLimit?: number;
  /** Take the client address from the last entry of X-Forwarded-For. Only behind a proxy of your own. Default `false`. */
  trustProxy?: boolean;
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
  /** The clock, in milliseconds. Default `Date.now`. */
  now?: () => number;
  /** Called after each answered batch. */
  onBatch?: (report: BatchReport) => void;
  /** Called when the store fails; the request is answered with 503. */
  onStoreError?: (error: unknown) => void;
}

/** The options with every default filled in. */
export type Settings = Required<Omit<CollectorOptions, 'store' | 'token' | 'plan'>> & {
  token: string;
  plan: Plan | undefined;
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
    allowOrigin: (options.allowOrigin ?? []).map(origin),
    writeKeys: (options.writeKeys ?? []).map((key) => text('writeKeys', key)),
    token: token(options.token ?? makeToken()),
    openView: options.openView ?? false,
    rateLimit: whole('rateLimit', options.rateLimit ?? 10_000, 1),
    trustProxy: options.trustProxy ?? false,
    maxBody: whole('maxBody', options.maxBody ?? 1_048_576, 1024),
    maxDecompressed: whole('maxDecompressed', options.maxDecompressed ?? 4_194_304, 1024),
    maxEvents: whole('maxEvents', options.maxEvents ?? 2000, 1),
    plan: options.plan,
    planMode: planMode(options.planMode ?? 'observe'),
    now: options.now ?? Date.now,
    onBatch: options.onBatch ?? (() => {}),
    onStoreError: options.onStoreError ?? (() => {}),
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
  return name === 'localhost' || name === '::1' || /^127(\.[0-9]{1,3}){3}$/.test(name);
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

function text(name: string, value: string): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new TypeError(`${name} must be a string that is not empty.`);
}

function token(value: string): string {
  if (typeof value === 'string' && /^[\x21-\x7e]{8,}$/.test(value)) return value;
  throw new TypeError('token must have at least 8 characters, without spaces.');
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
