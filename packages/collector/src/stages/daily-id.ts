import { createHmac, randomBytes } from 'node:crypto';
import { isObject, type PlainObject } from '../object.ts';

const DAY = 86_400_000;

/** What a request says of its sender, and nobody keeps. */
export interface Sender {
  address: string;
  userAgent: string | undefined;
  /** The site, so that one visitor is somebody else on another. */
  origin: string | undefined;
  /** Milliseconds by the collector's clock. */
  receivedAt: number;
}

/** Gives events that say `cookieless` a device and a session of the day. */
export type DailyIds = (events: unknown[], sender: Sender) => unknown[];

/**
 * Ids for visitors of whom nothing is stored: of address, User-Agent and site, with a random salt that is in memory only,
 * and is replaced and forgotten each day in UTC. So an id can be joined neither to an address nor to the day before; after
 * a restart it is another one as well. What the event says itself of its device does not count.
 */
export function createDailyIds(): DailyIds {
  let day = Number.NaN;
  let salt = Buffer.alloc(0);

  const idOf = ({ address, userAgent = '', origin = '', receivedAt }: Sender): string => {
    const today = Math.floor(receivedAt / DAY);
    if (today !== day) {
      day = today;
      salt = randomBytes(32);
    }
    const hash = createHmac('sha256', salt).update(JSON.stringify([address, userAgent, origin]));
    return `daily-${hash.digest('hex').slice(0, 32)}`;
  };

  return (events, sender) => {
    if (!events.some(isCookieless)) return events;
    const id = idOf(sender);
    return events.map((event) => (isCookieless(event) ? { ...event, deviceId: id, sessionId: id } : event));
  };
}

const isCookieless = (event: unknown): event is PlainObject => isObject(event) && event.cookieless === true;
