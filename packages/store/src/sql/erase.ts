import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  divideScope,
  type ErasureReceipt,
  type ErasureScope,
  type Privacy,
  type Subject,
} from '../erasure.ts';
import { StoreUnavailableError } from '../errors.ts';
import type { SqlClient, SqlQuery } from './client.ts';
import { type EventRow, toEvent } from './columns.ts';
import {
  ADD_TOMBSTONE,
  CLEAR_STREAMS,
  DELETE_EVENTS,
  DELETE_IDENTITIES,
  DELETE_REJECTED_OF,
  type DeviceRow,
  IS_SEEN,
  MARK_ERASED,
  READ_DEVICES,
  READ_SCOPE,
  READ_SCOPE_IDENTITIES,
  READ_SHARED,
  TAKE_TRANSACTION,
} from './erasure.ts';
import { type IdentityRow, toIdentity } from './rows.ts';

/** Milliseconds that the statements of an erasure may take: somebody may have years of events. */
const TIME_LIMIT = 120_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

export interface PrivacyOptions {
  writes: SqlClient;
  reads: SqlQuery;
  now: () => number;
}

/** Erasing and telling of one person, over any PostgreSQL. */
export function createPrivacy({ writes, reads, now }: PrivacyOptions): Privacy {
  return {
    async erase(subject) {
      const erasedAt = new Date(now()).toISOString();
      const before = await scopeOf(writes, subject);
      await refuseFromNowOn(writes, before, erasedAt);
      return await writes.transaction(
        async (tx) => remove(tx, join(before, await scopeOf(tx, subject)), erasedAt),
        { timeLimit: TIME_LIMIT },
      );
    },

    async exportPerson(subject, { after, limit }) {
      const scope = await scopeOf(reads, subject);
      const rows = await reads.query<EventRow>(READ_SCOPE, [...lists(scope), after ?? FIRST, limit]);
      const identities =
        after === undefined
          ? await reads.query<IdentityRow>(READ_SCOPE_IDENTITIES, lists(scope).slice(0, 2))
          : [];
      const last = rows.length === limit ? rows.at(-1)?.event_id : undefined;
      return {
        events: rows.map(toEvent),
        identities: identities.map(toIdentity),
        ...(last === undefined ? {} : { next: last }),
      };
    },
  };
}

async function scopeOf(on: SqlQuery, subject: Subject): Promise<ErasureScope> {
  if ('deviceId' in subject) {
    // What a server tracked is not of the device that it calls itself.
    return { userIds: [], deviceIds: subject.deviceId === 'server' ? [] : [subject.deviceId], eventIds: [] };
  }
  const { personId } = subject;
  const devices = await on.query<DeviceRow>(READ_DEVICES, [personId]);
  const own = devices.filter(({ users }) => users === 1).map(({ device_id }) => device_id);
  const shared = new Set([personId, ...devices.map(({ device_id }) => device_id)]);
  for (const device of own) shared.delete(device);
  const single = await on.query<{ event_id: string }>(READ_SHARED, [JSON.stringify([...shared]), personId]);
  return { userIds: [personId], deviceIds: own, eventIds: single.map(({ event_id }) => event_id) };
}

/**
 * A commit that is under way may bring events of the person and not see that it is erased. So this is committed first.
 * Commits look for it after they have written: whichever did not see it has its transaction already, and is waited for.
 */
async function refuseFromNowOn(client: SqlClient, scope: ErasureScope, erasedAt: string): Promise<void> {
  const [users, devices] = lists(scope);
  await client.query(MARK_ERASED, [users, devices, erasedAt]);
  const [after] = await client.query<{ xid: string }>(TAKE_TRANSACTION);
  for (const end = Date.now() + TIME_LIMIT; ; await sleep(10)) {
    const [row] = await client.query<{ seen: boolean }>(IS_SEEN, [after?.xid ?? '0']);
    if (row?.seen) return;
    if (Date.now() > end) {
      throw new StoreUnavailableError(
        'timed_out',
        'A transaction that began before the erasure does not end: end it, and erase again.',
      );
    }
  }
}

async function remove(tx: SqlQuery, scope: ErasureScope, erasedAt: string): Promise<ErasureReceipt> {
  const [users, devices, events] = lists(scope);
  const removed = {
    events: await count(tx, DELETE_EVENTS, [users, devices, events]),
    streams: await count(tx, CLEAR_STREAMS, [devices]),
    identities: await count(tx, DELETE_IDENTITIES, [users, devices]),
  };
  await tx.query(DELETE_REJECTED_OF, [users, devices]);
  const erasureId = randomUUID();
  for (const part of divideScope(scope)) {
    await tx.query(ADD_TOMBSTONE, [erasureId, erasedAt, JSON.stringify(part)]);
  }
  return { erasureId, erasedAt, removed };
}

async function count(tx: SqlQuery, sql: string, params: unknown[]): Promise<number> {
  return (await tx.query<{ count: number }>(sql, params))[0]?.count ?? 0;
}

function lists({ userIds, deviceIds, eventIds }: ErasureScope): [string, string, string] {
  return [JSON.stringify(userIds), JSON.stringify(deviceIds), JSON.stringify(eventIds)];
}

function join(a: ErasureScope, b: ErasureScope): ErasureScope {
  const both = (field: keyof ErasureScope) => [...new Set([...a[field], ...b[field]])];
  return { userIds: both('userIds'), deviceIds: both('deviceIds'), eventIds: both('eventIds') };
}
