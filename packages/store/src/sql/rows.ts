import type { Identities } from '@pugmark/core';
import type { Range, Ranges } from '../accounts/ranges.ts';
import {
  type DropTotal,
  figuresOf,
  type Settled,
  type StreamAccount,
  type StreamMark,
} from '../accounts/stream-account.ts';
import type { IdentityLink } from '../ports.ts';

/** Rows as a PostgreSQL driver gives them, and what they become. */

export interface StreamRow {
  stream_id: string;
  device_id: string | null;
  platform: string | null;
  first_seen: Date;
  last_seen: Date;
  max_seq: number;
  stored: string;
  refused: string;
  drops: Record<string, Ranges>;
  drop_totals: DropTotal[];
  settled: Settled | null;
  marks: StreamMark[];
}

export function toAccount(row: StreamRow): StreamAccount {
  return {
    streamId: row.stream_id,
    deviceId: row.device_id,
    platform: row.platform,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    highest: row.max_seq,
    stored: readMultirange(row.stored),
    rejected: readMultirange(row.refused),
    dropped: row.drops,
    totals: row.drop_totals,
    settled: row.settled,
    marks: row.marks,
  };
}

/** What is written of an account, with its figures. */
export function fromAccount(account: StreamAccount) {
  const { received, rejected, dropped, lost } = figuresOf(account);
  return {
    stream_id: account.streamId,
    device_id: account.deviceId,
    platform: account.platform,
    last_seen: account.lastSeen,
    max_seq: account.highest,
    stored: writeMultirange(account.stored),
    refused: writeMultirange(account.rejected),
    drops: account.dropped,
    drop_totals: account.totals,
    settled: account.settled,
    marks: account.marks,
    received,
    rejected,
    dropped,
    lost,
  };
}

/** PostgreSQL writes `{[1,4),[7,8)}` for the numbers 1 to 3 and 7. */
function readMultirange(text: string): Ranges {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]): Range => [Number(from), Number(to) - 1]);
}

function writeMultirange(ranges: Ranges): string {
  return `{${ranges.map(([from, to]) => `[${from},${to}]`).join(',')}}`;
}

export interface IdentityRow {
  device_id: string;
  user_id: string;
  identities: Identities;
  first_seen: Date;
  last_seen: Date;
}

export function toIdentity(row: IdentityRow): IdentityLink {
  return {
    deviceId: row.device_id,
    userId: row.user_id,
    identities: row.identities,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
  };
}
