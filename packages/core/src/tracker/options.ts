import type { Consent } from '../identity/consent.js';
import type { PlatformName } from '../wire.js';
import type { Plugin } from './plugin.js';

/** What a tracker can be told. Only `apiUrl` is required. */
export interface TrackerOptions {
  /** Base address of the collector, such as `https://collect.example.com`; the path of the route is added. */
  apiUrl: string;
  /** Keeps the queue, device and session of several trackers on one origin apart. Default `pugmark`. */
  name?: string;
  /** `false` turns every call into nothing. Default `true`. */
  enabled?: boolean;
  /** Queue length that triggers a flush. Default 10. */
  batchSize?: number;
  /** Longest wait of an event before a flush, in ms. Default 5000. */
  batchInterval?: number;
  /** Retries in a row before only single probes are sent. Nothing is ever dropped for it. Default 3. */
  maxRetries?: number;
  /** Deadline of a request, in ms. Default 10000. */
  requestTimeout?: number;
  /** Size of a request, in UTF-8 bytes. Default 60000, which a keepalive request can carry. */
  maxBatchBytes?: number;
  /** Size of one event, in UTF-8 bytes; larger ones are dropped. Default 32000. */
  maxEventBytes?: number;
  /** What may wait in the store, in bytes; beyond it the oldest of the lowest priority go. Default 10000000. */
  maxQueueBytes?: number;
  /** What of it may be held in memory, in bytes. Default 2000000. */
  maxMemoryBytes?: number;
  /** How long an event may wait, in ms. Default 7 days. */
  maxQueueAge?: number;
  /** Idle time that ends a session, in ms. Default 30 minutes. */
  sessionTimeout?: number;
  /** Longest life of a session, in ms. Default 24 hours. */
  sessionMaxAge?: number;
  /** Consent until the host or the user decides. Default `granted`. */
  consent?: Consent;
  /** The write key, when the collector asks for one. */
  writeKey?: string;
  /** Version of the host app, on every event. */
  appVersion?: string;
  /** The `platform` field of every event, where the default is not right, such as `admin`. */
  platform?: PlatformName;
  /** Used in the order given. */
  plugins?: Plugin[];
}

export type ResolvedOptions = Required<Omit<TrackerOptions, 'writeKey' | 'appVersion' | 'platform'>> &
  Pick<TrackerOptions, 'writeKey' | 'appVersion' | 'platform'>;

/** Says what an option must be, or nothing when it is. */
export type Check = (value: unknown) => string | false;

export const whole =
  (least: number): Check =>
  (value) =>
    !(Number.isInteger(value) && (value as number) >= least) && `a whole number of at least ${least}`;

export const text: Check = (value) => !(typeof value === 'string' && value) && 'a non-empty string';

export const flag: Check = (value) => typeof value !== 'boolean' && 'true or false';

const CHECKS: Record<keyof TrackerOptions, Check> = {
  apiUrl: (value) => !/^https?:\/\/./.test(value as string) && 'an http(s) address',
  name: text,
  enabled: flag,
  batchSize: whole(1),
  batchInterval: whole(0),
  maxRetries: whole(0),
  requestTimeout: whole(1),
  maxBatchBytes: whole(1000),
  maxEventBytes: whole(100),
  maxQueueBytes: whole(1000),
  maxMemoryBytes: whole(0),
  maxQueueAge: whole(1),
  sessionTimeout: whole(1),
  sessionMaxAge: whole(1),
  consent: (value) =>
    !/^(granted|denied|pending)$/.test(value as string) && '"granted", "denied" or "pending"',
  writeKey: text,
  appVersion: text,
  platform: text,
  plugins: (value) => !Array.isArray(value) && 'an array of plugins',
};

/**
 * @throws TypeError that names the option, when one is wrong, unknown or missing.
 * @param more Checks of the options that an adapter adds.
 */
export function resolveOptions(options: TrackerOptions, more: Record<string, Check> = {}): ResolvedOptions {
  const checks: Record<string, Check> = { ...CHECKS, ...more };
  const given = { ...options, apiUrl: options?.apiUrl } as Record<string, unknown>;
  for (const name in given) {
    const check = checks[name];
    if (!check) throw new TypeError(`pugmark: unknown option "${name}"`);
    const wanted = (given[name] !== undefined || name === 'apiUrl') && check(given[name]);
    if (wanted)
      throw new TypeError(`pugmark: option "${name}" must be ${wanted}, not ${describe(given[name])}`);
    if (given[name] === undefined) delete given[name];
  }
  return {
    name: 'pugmark',
    enabled: true,
    batchSize: 10,
    batchInterval: 5000,
    maxRetries: 3,
    requestTimeout: 10_000,
    maxBatchBytes: 60_000,
    maxEventBytes: 32_000,
    maxQueueBytes: 1e7,
    maxMemoryBytes: 2e6,
    maxQueueAge: 6048e5,
    sessionTimeout: 18e5,
    sessionMaxAge: 864e5,
    consent: 'granted',
    plugins: [],
    ...given,
    apiUrl: (given.apiUrl as string).replace(/\/+$/, ''),
  };
}

function describe(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
