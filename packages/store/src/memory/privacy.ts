import { randomUUID } from 'node:crypto';
import type { StreamAccount } from '../accounts/stream-account.ts';
import { divideScope, type ErasureScope, type Privacy, type Subject } from '../erasure.ts';
import type { StoredEvent } from '../event.ts';
import type { IdentityLink } from '../ports.ts';
import type { LatestEvents } from './latest-events.ts';
import { createRecentMap, type RecentMap } from './recent-map.ts';

export interface PrivacyParts {
  latest: LatestEvents;
  links: RecentMap<string, Map<string, IdentityLink>>;
  streams: RecentMap<string, StreamAccount>;
  now: () => number;
  /** Removes what was rejected of somebody. */
  removeRejected: (scope: ErasureScope) => void;
}

/** Erasing and telling of one person, and whether an event is of somebody who was erased since. */
export interface MemoryPrivacy extends Privacy {
  isErased(event: StoredEvent): boolean;
}

const MAX_ERASED = 100_000;

export function createMemoryPrivacy({
  latest,
  links,
  streams,
  now,
  removeRejected,
}: PrivacyParts): MemoryPrivacy {
  const users = createRecentMap<string, string>(MAX_ERASED);
  const devices = createRecentMap<string, string>(MAX_ERASED);

  function scopeOf(subject: Subject): ErasureScope {
    if ('deviceId' in subject) {
      const { deviceId } = subject;
      return { userIds: [], deviceIds: deviceId === 'server' ? [] : [deviceId], eventIds: [] };
    }
    const { personId } = subject;
    const used = [...links.values()].flatMap((byUser) => [...byUser.values()].slice(0, 1));
    const known = new Set(used.map(({ deviceId }) => deviceId));
    const usersOf = (deviceId: string) => [...(links.get(deviceId)?.keys() ?? [])];
    const all = [...known].filter((deviceId) => usersOf(deviceId).includes(personId));
    const own = all.filter((deviceId) => usersOf(deviceId).length === 1);
    if (personId !== 'server' && usersOf(personId).length === 0) own.push(personId);
    const shared = new Set([personId, ...all].filter((deviceId) => !own.includes(deviceId)));
    return { userIds: [personId], deviceIds: own, eventIds: anonymousOf(personId, shared) };
  }

  /** Of devices that several people use, the events without a user that are this person's. */
  function anonymousOf(personId: string, shared: ReadonlySet<string>): string[] {
    const events = [...latest.newestFirst()].filter(({ deviceId }) => shared.has(deviceId));
    const bindings = events.filter(({ userId }) => userId).sort(byTime);
    return events
      .filter(({ userId }) => !userId)
      .filter(({ deviceId, eventTime }) => {
        const own = bindings.filter((bound) => bound.deviceId === deviceId);
        const binding = own.find((bound) => bound.eventTime >= eventTime) ?? own.at(-1);
        return (binding?.userId ?? deviceId) === personId;
      })
      .map(({ eventId }) => eventId);
  }

  function linksIn(scope: ErasureScope): IdentityLink[] {
    return [...links.values()]
      .flatMap((byUser) => [...byUser.values()])
      .filter(({ deviceId, userId }) => scope.userIds.includes(userId) || scope.deviceIds.includes(deviceId));
  }

  function clearStreams(deviceIds: readonly string[]): number {
    const cleared = [...streams.values()].filter(
      ({ deviceId }) => deviceId !== null && deviceIds.includes(deviceId),
    );
    for (const account of cleared) streams.set(account.streamId, { ...account, deviceId: null });
    return cleared.length;
  }

  return {
    isErased: ({ userId, deviceId, eventTime }) =>
      eventTime <= (devices.get(deviceId) ?? '') ||
      (userId !== undefined && eventTime <= (users.get(userId) ?? '')),

    async erase(subject) {
      const scope = scopeOf(subject);
      const erasedAt = new Date(now()).toISOString();
      for (const id of scope.userIds) users.set(id, erasedAt);
      for (const id of scope.deviceIds) devices.set(id, erasedAt);
      const gone = linksIn(scope);
      for (const { deviceId, userId } of gone) links.get(deviceId)?.delete(userId);
      const removed = {
        events: latest.remove(inScope(scope)),
        identities: gone.length,
        streams: clearStreams(scope.deviceIds),
      };
      removeRejected(scope);
      const erasureId = randomUUID();
      for (const part of divideScope(scope)) latest.addErasure({ erasureId, erasedAt, ...part });
      return { erasureId, erasedAt, removed };
    },

    async exportPerson(subject, { after, limit }) {
      const scope = scopeOf(subject);
      const isIn = inScope(scope);
      const events = [...latest.newestFirst()]
        .filter((event) => isIn(event) && (after === undefined || event.eventId > after))
        .sort((a, b) => (a.eventId < b.eventId ? -1 : 1))
        .slice(0, limit);
      const last = events.length === limit ? events.at(-1)?.eventId : undefined;
      return {
        events,
        identities: after === undefined ? linksIn(scope) : [],
        ...(last === undefined ? {} : { next: last }),
      };
    },
  };
}

const byTime = (a: StoredEvent, b: StoredEvent) =>
  a.eventTime === b.eventTime ? (a.eventId < b.eventId ? -1 : 1) : a.eventTime < b.eventTime ? -1 : 1;

/** Whether an event is one of those that an erasure names. */
function inScope({ userIds, deviceIds, eventIds }: ErasureScope): (event: StoredEvent) => boolean {
  const single = new Set(eventIds);
  return ({ eventId, userId, deviceId }) =>
    single.has(eventId) || deviceIds.includes(deviceId) || (userId !== undefined && userIds.includes(userId));
}
