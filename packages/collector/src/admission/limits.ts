import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';

/** What one request takes. */
export interface Demand {
  address: string;
  /** The app whose key it carries. */
  app?: { name: string; rateLimit?: number } | undefined;
  /** Events of each device. */
  devices: ReadonlyMap<string, number>;
  /** Events and reports, one at least. */
  amount: number;
  bytes: number;
}

/** Holds senders to their rates. */
export interface Limits {
  /** Returns 0 when it may pass, else the seconds to wait. */
  take(demand: Demand): Promise<number>;
}

export interface LimitOptions {
  /** Events per second and address. */
  rateLimit: number;
  /** Events per second and device. */
  deviceRateLimit: number;
  /** Events and bytes of the largest request that may come, which always passes when nothing came before. */
  maxEvents: number;
  maxBytes: number;
  /** A client of ioredis or node-redis, where several collectors share the rates. */
  redis?: unknown;
}

/** Seconds of a window; it holds as many seconds' worth, so that a burst passes. */
const WINDOW = 10;
/** What an event may take on average. */
const BYTES_PER_EVENT = 1024;

interface Bucket {
  limiter: RateLimiterMemory | RateLimiterRedis;
  points: number;
}

/**
 * Rates by address, device and app. While Redis does not answer each collector limits on its own, so that it never keeps
 * anybody from sending.
 */
export function createLimits(options: LimitOptions): Limits {
  const { rateLimit, deviceRateLimit, maxEvents, maxBytes } = options;
  const open = (prefix: string, perSecond: number, largest: number): Bucket => {
    const points = Math.max(perSecond * WINDOW, largest);
    const shape = { keyPrefix: `pugmark:${prefix}`, points, duration: WINDOW };
    const memory = new RateLimiterMemory(shape);
    const limiter = options.redis
      ? new RateLimiterRedis({ ...shape, storeClient: options.redis, insuranceLimiter: memory })
      : memory;
    return { limiter, points };
  };
  const events = open('events', rateLimit, maxEvents);
  const bytes = open('bytes', rateLimit * BYTES_PER_EVENT, maxBytes);
  const devices = open('device', deviceRateLimit, maxEvents);
  const apps = new Map<string, Bucket>();

  function bucketOf({ name, rateLimit: perSecond }: NonNullable<Demand['app']>): Bucket | undefined {
    if (perSecond === undefined) return undefined;
    const known = apps.get(name) ?? open(`app:${name}`, perSecond, maxEvents);
    apps.set(name, known);
    return known;
  }

  return {
    async take(demand) {
      const { address, app, amount } = demand;
      const ofApp = app && bucketOf(app);
      const taken: (number | Promise<number>)[] = [
        takeFrom(events, address, amount),
        takeFrom(bytes, address, demand.bytes),
        ...(ofApp ? [takeFrom(ofApp, '', amount)] : []),
        ...[...demand.devices].map(([device, count]) => takeFrom(devices, device, count)),
      ];
      return Math.max(...(await Promise.all(taken)));
    },
  };
}

/** Who asks for more than there ever is takes all of it, so that any single request can pass. */
async function takeFrom({ limiter, points }: Bucket, key: string, amount: number): Promise<number> {
  try {
    await limiter.consume(key, Math.min(amount, points));
    return 0;
  } catch (refused) {
    // An error is of the shared memory and of its stand-in: nobody is kept out for it.
    if (refused instanceof Error) return 0;
    return Math.max(1, Math.ceil((refused as RateLimiterRes).msBeforeNext / 1000));
  }
}
