import type { PlatformName } from '../wire.js';
import type { Plugin } from './plugin.js';
import type { Consent } from './tracker.js';

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
  /** Size of one event, in UTF-8 bytes; larger ones are dropped. Default 32000. */
  maxEventBytes?: number;
  /** What may wait in the store, in bytes; beyond it the oldest of the lowest priority go. Default 10000000. */
  maxQueueBytes?: number;
  /** How long an event may wait, in ms. Default 7 days. */
  maxQueueAge?: number;
  /** Idle time that ends a session, in ms. Default 30 minutes. */
  sessionTimeout?: number;
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

/** Every option; a text that was not given is empty. */
export type ResolvedOptions = Required<TrackerOptions>;

/** The default of an option also tells its type: numbers are whole and not negative, text is not empty. */
const DEFAULTS = {
  apiUrl: '',
  name: 'pugmark',
  enabled: true,
  batchSize: 10,
  batchInterval: 5000,
  maxRetries: 3,
  requestTimeout: 10_000,
  maxEventBytes: 32_000,
  maxQueueBytes: 1e7,
  maxQueueAge: 6048e5,
  sessionTimeout: 18e5,
  consent: 'granted',
  writeKey: '',
  appVersion: '',
  platform: '',
  plugins: [],
};

const WANTED: Record<string, [pattern: RegExp, wanted: string]> = {
  apiUrl: [/^https?:\/\/./, 'an http(s) address'],
  consent: [/^(granted|denied|pending)$/, 'granted, denied or pending'],
  string: [/./, 'a text'],
  number: [/^\d+$/, 'a whole number'],
  boolean: [/./, 'true or false'],
  object: [/^/, 'an array'],
};

/**
 * @param more Options that an adapter adds, with their defaults.
 * @throws TypeError that names the option, when one is wrong, unknown or missing.
 */
export function resolveOptions<More extends object>(
  options: TrackerOptions & Partial<More>,
  more?: More,
): ResolvedOptions & More {
  const resolved: Record<string, unknown> = { ...DEFAULTS, ...more };
  const given: Record<string, unknown> = { apiUrl: '', ...(options as object) };
  for (const name in given) {
    const value = given[name];
    if (value === undefined && name !== 'apiUrl') continue;
    const standard = resolved[name];
    const [pattern, wanted] = WANTED[name] || WANTED[typeof standard] || [/^/, 'an option that exists'];
    if (
      typeof value !== typeof standard ||
      !pattern.test(`${value}`) ||
      Array.isArray(value) !== Array.isArray(standard)
    ) {
      throw new TypeError(`pugmark: option "${name}" must be ${wanted}`);
    }
    resolved[name] = value;
  }
  resolved.apiUrl = (given.apiUrl as string).replace(/\/+$/, '');
  return resolved as ResolvedOptions & More;
}
