import { addChange } from '../accounts/add-change.ts';
import type { StreamAccount, StreamChange } from '../accounts/stream-account.ts';
import { addAccount, type StreamTotals } from '../accounts/stream-totals.ts';
import type { SqlQuery } from './client.ts';
import { LOCK_STREAM_TOTALS, READ_ACCOUNTS } from './reads.ts';
import { fromAccount, type StreamRow, toAccount } from './rows.ts';
import { send } from './send.ts';
import { OPEN_STREAM_TOTALS, OPEN_STREAMS, SAVE_STREAM_TOTALS, SAVE_STREAMS } from './writes.ts';

/** Rows are locked before they are read: of two transactions about the same number, the later sees what the other did. */
export async function countStreams(tx: SqlQuery, changes: StreamChange[], shard: number): Promise<void> {
  if (changes.length === 0) return;
  const opened = new Set(
    (await send<{ stream_id: string }>(tx, OPEN_STREAMS, changes)).map(({ stream_id }) => stream_id),
  );
  const ids = changes.map(({ streamId }) => streamId);
  const rows = await send<StreamRow>(tx, READ_ACCOUNTS, ids);
  const accounts = new Map(rows.map((row) => [row.stream_id, toAccount(row)]));
  let totals = await lockTotals(tx, shard);
  const changed = changes.map((change) => {
    const before = accounts.get(change.streamId) as StreamAccount;
    const after = addChange(before, change);
    totals = addAccount(totals, opened.has(change.streamId) ? undefined : before, after);
    return after;
  });
  await send(tx, SAVE_STREAMS, changed.map(fromAccount));
  await send(tx, SAVE_STREAM_TOTALS, [totals], shard);
}

async function lockTotals(tx: SqlQuery, shard: number): Promise<StreamTotals> {
  const [known] = await tx.query<StreamTotals>(LOCK_STREAM_TOTALS, [shard]);
  if (known) return known;
  await tx.query(OPEN_STREAM_TOTALS, [shard]);
  const [made] = await tx.query<StreamTotals>(LOCK_STREAM_TOTALS, [shard]);
  return made as StreamTotals;
}
