import type { Mask } from '../mask/mask.js';
import type { PlatformName } from '../wire.js';
import type { Consent, Plugin } from './tracker.js';

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
  /** What may wait in the store, in bytes; beyond it the oldest of the lowest priority go. Default 5000000. */
  maxQueueBytes?: number;
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
  /** Takes away personal data before an event is kept anywhere, such as `masking({ phone: 'phone' })`. Default: none. */
  mask?: Mask;
  /** Used in the order given. */
  plugins?: Plugin[];
}

/** Every option; a text that was not given is empty. */
export type ResolvedOptions = Required<TrackerOptions>;

/** Idle time that ends a session, unless the host says otherwise, in ms. */
export const SESSION_TIMEOUT = 18e5;

/** The default of an option also tells its type: numbers are whole and not negative, text is not empty. */
const DEFAULTS = {
  apiUrl: '',
  name: 'pugmark',
  enabled: true,
  batchSize: 10,
  batchInterval: 5000,
  maxRetries: 3,
  maxQueueBytes: 5e6,
  sessionTimeout: SESSION_TIMEOUT,
  consent: 'granted',
  writeKey: '',
  appVersion: '',
  platform: '',
  // Gives back what it is given.
  mask: Object,
  plugins: [],
};

/** What a text or number must look like, by option or by type; an error shows it. */
const PATTERNS: Record<string, RegExp> = {
  apiUrl: /^https?:\/\/./,
  consent: /^(granted|denied|pending)$/,
  Number: /^\d+$/,
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
    const type = Object(standard).constructor;
    const pattern = PATTERNS[name] || PATTERNS[type.name] || '';
    if (standard === undefined) throw new TypeError(`pugmark: there is no option "${name}"`);
    if (Object(value).constructor !== type || !RegExp(pattern).test(`${value}`)) {
      throw new TypeError(
        `pugmark: option "${name}" must be a ${type.name} ${name === 'mask' ? 'of masking(rules)' : pattern}`,
      );
    }
    resolved[name] = value;
  }
  resolved.apiUrl = (given.apiUrl as string).replace(/\/+$/, '');
  return resolved as ResolvedOptions & More;
}
