import type { ConsentChoice } from '../api/consent.js';
import type { Plugin } from '../api/plugin.js';
import { isObject } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import type { Sampling } from '../event/sampling.js';
import type { Mask } from '../mask/mask.js';
import type { PlatformName } from '../wire.js';
import { apiUrl, BATCH_PATH } from './api-url.js';
import { CONSENT, type Decision } from './consent.js';
import { callable, count, flag, list, type OptionReader, text } from './readers.js';

/** What a tracker can be told. Only `apiUrl` is required. */
export interface TrackerOptions {
  /**
   * Base address of the collector, such as `https://collect.example.com`; the path of the route is added. On a web page
   * it may be a path of the site itself, such as `/collect`.
   */
  apiUrl: string;
  /** The route that takes batches, behind `apiUrl`. Default `/tracking/events/batch`. */
  path?: string | undefined;
  /** Keeps the queue, device and session of several trackers on one origin apart. Default `pugmark`. */
  name?: string | undefined;
  /** `false` turns every call into nothing. Default `true`. */
  enabled?: boolean | undefined;
  /** Queue length that triggers a flush; in a steady flow a request a second takes all that came. Default 10. */
  batchSize?: number | undefined;
  /** Longest wait of an event before a flush, in ms. Default 5000. */
  batchInterval?: number | undefined;
  /** Retries in a row before only single probes are sent. Nothing is ever dropped for it. Default 3. */
  maxRetries?: number | undefined;
  /** What may wait in the store, in bytes; beyond it the oldest of the lowest priority go. Default 5000000. */
  maxQueueBytes?: number | undefined;
  /** What of it is also kept in memory, in bytes; the rest is read back when it is sent. Default 5000000. */
  maxMemoryBytes?: number | undefined;
  /** Idle time that ends a session, in ms. Default 30 minutes. */
  sessionTimeout?: number | undefined;
  /** `true` begins a new session at midnight too, in local time. Default `false`. */
  sessionPerDay?: boolean | undefined;
  /** `true` begins a new session when a page is opened from another campaign too. Default `false`. */
  sessionPerCampaign?: boolean | undefined;
  /** Consent until the host or the user decides. Default `granted`. */
  consent?: ConsentChoice | undefined;
  /**
   * Keeps a share of the users, such as `sampling({ scroll_depth: 0.1 })`; `P0` and `audit` events are always kept.
   * Default: all.
   */
  sampling?: Sampling | undefined;
  /** The write key, when the collector asks for one. */
  writeKey?: string | undefined;
  /** Version of the host app, on every event. */
  appVersion?: string | undefined;
  /** The `platform` field of every event, where the default is not right, such as `admin`. */
  platform?: PlatformName | undefined;
  /** `false` sends every request as plain text. Default: gzip, where the platform can. */
  compress?: boolean | undefined;
  /** Takes away personal data before an event is kept anywhere, such as `masking({ phone: 'phone' })`. Default: none. */
  mask?: Mask | undefined;
  /** Used in the order given; what is not a plugin, such as `false`, is left out. */
  plugins?: (Plugin | false | null | undefined)[] | undefined;
}

/** Every option as it is used; a text that was not given is empty. */
export interface ResolvedOptions {
  apiUrl: string;
  path: string;
  name: string;
  enabled: boolean;
  batchSize: number;
  batchInterval: number;
  maxRetries: number;
  maxQueueBytes: number;
  maxMemoryBytes: number;
  sessionTimeout: number;
  sessionPerDay: boolean;
  sessionPerCampaign: boolean;
  consent: Decision;
  sampling: Sampling | undefined;
  writeKey: string;
  appVersion: string;
  platform: PlatformName;
  compress: boolean;
  mask: Mask | undefined;
  plugins: Plugin[];
  /** Names the queue: what is tracked for one address is never sent to another. */
  queue: string;
}

/** Idle time that ends a session, unless the host says otherwise_, in ms. */
export const SESSION_TIMEOUT = 18e5;

/** Readers of an adapter's own options. */
export type OptionReaders<Options> = { [Name in keyof Options]: OptionReader<Options[Name]> };

const READERS: OptionReaders<Omit<ResolvedOptions, 'apiUrl' | 'queue'>> = {
  path: text(BATCH_PATH),
  name: text('pugmark'),
  enabled: flag(true),
  batchSize: count(10),
  batchInterval: count(5000),
  maxRetries: count(3),
  maxQueueBytes: count(5e6),
  maxMemoryBytes: count(5e6),
  sessionTimeout: count(SESSION_TIMEOUT),
  sessionPerDay: flag(false),
  sessionPerCampaign: flag(false),
  consent: CONSENT,
  sampling: callable<Sampling>('a function, such as sampling(rates)'),
  writeKey: text(''),
  appVersion: text(''),
  platform: text(''),
  compress: flag(true),
  mask: callable<Mask>('a function, such as masking(rules)'),
  plugins: list<Plugin>('a list of plugins'),
};

/** What the adapter adds. */
export interface AdapterOptions<More extends object> {
  /** Of the page, such as `https://shop.example`: then `apiUrl` may be a path of it. */
  origin?: string;
  /** Readers of its own options, or other readers of the common ones. */
  readers?: OptionReaders<More>;
}

/** @throws TypeError that names the option, when one is unknown, wrong or missing, and says what it must be. */
export function resolveOptions<More extends object = object>(
  options: object | undefined,
  { origin = '', readers }: AdapterOptions<More> = {},
): ResolvedOptions & More {
  const given = isObject(options) ? options : {};
  const all: Record<string, OptionReader<unknown>> = { apiUrl: apiUrl(origin), ...READERS, ...readers };
  const names = ownKeys(all);
  for (const name of ownKeys(given)) {
    if (names.indexOf(name) >= 0) continue;
    const [meant] = names.filter((known) => known.toLowerCase() === name.toLowerCase());
    throw new TypeError(`pugmark: there is no option "${name}"${meant ? `; did you mean "${meant}"?` : ''}`);
  }
  const resolved: Record<string, unknown> = {};
  for (const name of names) {
    const reader = all[name] as OptionReader<unknown>;
    const value = given[name];
    resolved[name] = value === undefined ? reader.otherwise_ : reader.read_(value);
    if (resolved[name] === undefined && (value !== undefined || name === 'apiUrl'))
      throw new TypeError(`pugmark: option "${name}" must be ${reader.expects_}, not ${describe(value)}`);
  }
  resolved.queue = hashOf(resolved.apiUrl as string);
  return resolved as unknown as ResolvedOptions & More;
}

const describe = (value: unknown): string =>
  typeof value === 'string'
    ? `"${value}"`
    : isObject(value)
      ? 'an object'
      : `${typeof value} ${String(value)}`;

/** A short name for an address: D. J. Bernstein's hash, in base 36. */
function hashOf(address: string): string {
  let hash = 5381;
  for (let index = 0; index < address.length; index++)
    hash = (hash * 33 + address.charCodeAt(index)) % 2 ** 32;
  return hash.toString(36);
}
