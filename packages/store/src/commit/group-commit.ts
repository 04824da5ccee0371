import { StoreUnavailableError } from '../errors.ts';
import type { Batch, Committed, EventWriter } from '../ports.ts';
import { commitStorable, type RefusedEvent, type StoredBatch } from './commit-storable.ts';

export interface GroupCommitOptions {
  /** Milliseconds without a new batch after which a group is complete. Default 2. */
  quiet?: number;
  /** Milliseconds to wait for company at most. Default 20. */
  maxWait?: number;
  /** Events that make a group full. Default 2000. */
  maxEvents?: number;
  /** Bytes that may wait in all; more are refused at once. Default 64 MiB. */
  maxPendingBytes?: number;
  /** Milliseconds after which a commit is given up. Default 8000. */
  timeLimit?: number;
  /** Commits at a time. Default 1. */
  concurrency?: number;
}

/** A batch of one request. */
export interface Submission {
  batch: Batch;
  /** What the batch takes of the memory, about. */
  bytes: number;
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined;
}

export interface GroupCommitted extends Omit<Committed, 'expired' | 'erased'> {
  /** Events that the store does not keep, and why. Their numbers count as rejected. */
  refused: RefusedEvent[];
}

export interface GroupCommit {
  /**
   * Resolves after the commit.
   *
   * @throws StoreUnavailableError when too much is waiting, or the commit took too long. The batch may be stored or not.
   */
  commit(submission: Submission): Promise<GroupCommitted>;
  /** What waits for the store, or is with it. */
  pending(): { batches: number; bytes: number };
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  batch: Batch;
  resolve(result: GroupCommitted): void;
  reject(error: unknown): void;
}

/**
 * Joins the batches of many requests into one transaction, because the cost of a commit hardly depends on its size. When
 * the store cannot keep something of a group, the group is divided until the event stands alone.
 *
 * @example
 * const group = createGroupCommit(store, { concurrency: store.concurrency ?? 1 });
 * const { accepted } = await group.commit({ batch, bytes: 2_000 });
 */
export function createGroupCommit(store: EventWriter, options: GroupCommitOptions = {}): GroupCommit {
  const { quiet = 2, maxWait = 20, maxEvents = 2000 } = options;
  const { maxPendingBytes = 64 * 1024 * 1024, timeLimit = 8_000, concurrency = 1 } = options;
  const waiting: Waiting[] = [];
  let pendingBytes = 0;
  let pendingBatches = 0;
  let timer: NodeJS.Timeout | undefined;
  let seen = 0;
  const running = new Set<Promise<void>>();

  const hasRoom = () => running.size < concurrency;
  const countWaiting = () => waiting.reduce((sum, { batch }) => sum + sizeOf(batch), 0);
  const sizeOf = ({ events, rejected }: Batch) => Math.max(1, events.length + rejected.length);

  function schedule(): void {
    while (hasRoom() && countWaiting() >= maxEvents) run();
    if (hasRoom() && waiting.length > 0) timer ??= wait(performance.now() + maxWait);
  }

  /**
   * Under load many requests are read in one turn, so that waiting a fixed time would cut them into small groups;
   * alone, a request should hardly wait at all.
   */
  function wait(deadline: number): NodeJS.Timeout {
    seen = waiting.length;
    return setTimeout(() => {
      if (waiting.length > seen && performance.now() < deadline) timer = wait(deadline);
      else run();
    }, quiet);
  }

  function run(): void {
    clearTimeout(timer);
    timer = undefined;
    const group = takeGroup();
    const commit = commitGroup(store, group).finally(() => {
      running.delete(commit);
      schedule();
    });
    running.add(commit);
  }

  function takeGroup(): Waiting[] {
    let events = 0;
    const full = waiting.findIndex(({ batch }) => {
      events += sizeOf(batch);
      return events >= maxEvents;
    });
    return waiting.splice(0, full === -1 ? waiting.length : full + 1);
  }

  /** A batch that has begun cannot be taken out: it may be stored already. */
  function takeOut(entry: Waiting): boolean {
    const index = waiting.indexOf(entry);
    if (index === -1) return false;
    waiting.splice(index, 1);
    return true;
  }

  return {
    commit({ batch, bytes, signal }) {
      if (pendingBytes + bytes > maxPendingBytes && pendingBytes > 0) {
        return Promise.reject(new StoreUnavailableError('overloaded', 'Too much is waiting for the store.'));
      }
      pendingBytes += bytes;
      pendingBatches++;
      return new Promise<GroupCommitted>((resolve, reject) => {
        const settle = () => {
          pendingBytes -= bytes;
          pendingBatches--;
          clearTimeout(limit);
          signal?.removeEventListener('abort', leave);
        };
        const entry: Waiting = {
          batch,
          resolve(result) {
            settle();
            resolve(result);
          },
          reject(error) {
            settle();
            reject(error);
          },
        };
        const giveUp = () => {
          const error = new StoreUnavailableError(
            'timed_out',
            `The store did not answer within ${timeLimit} ms.`,
          );
          if (takeOut(entry)) entry.reject(error);
          // It goes on to count as pending, for the store still holds it.
          else reject(error);
        };
        const leave = () => {
          if (takeOut(entry)) entry.reject(new StoreUnavailableError('timed_out', 'The client is gone.'));
        };
        const limit = setTimeout(giveUp, timeLimit);
        signal?.addEventListener('abort', leave);
        waiting.push(entry);
        schedule();
      });
    },
    pending: () => ({ batches: pendingBatches, bytes: pendingBytes }),
    async drain() {
      while (running.size > 0 || waiting.length > 0) {
        if (waiting.length > 0 && hasRoom()) run();
        await Promise.race(running);
      }
    },
  };
}

async function commitGroup(store: EventWriter, group: Waiting[]): Promise<void> {
  try {
    share(group, await commitStorable(store, merge(group.map(({ batch }) => batch))));
  } catch (error) {
    if (group.length === 1 || error instanceof StoreUnavailableError) {
      for (const { reject } of group) reject(error);
      return;
    }
    // A store may fail for a reason of its own: then only the batch that it cannot take shall fail.
    for (const entry of group) await commitGroup(store, [entry]);
  }
}

function merge(batches: Batch[]): Batch {
  const [only] = batches;
  if (only && batches.length === 1) return only;
  return {
    events: batches.flatMap(({ events }) => events),
    dropped: batches.flatMap(({ dropped }) => dropped),
    rejected: batches.flatMap(({ rejected }) => rejected),
    receivedAt: Math.max(...batches.map(({ receivedAt }) => receivedAt)),
  };
}

/** An event that several requests carried was accepted from the first of them. */
function share(group: Waiting[], stored: StoredBatch): void {
  const [only] = group;
  if (only && group.length === 1 && stored.fresh.size === only.batch.events.length) {
    only.resolve({ accepted: stored.fresh.size, duplicates: 0, fresh: stored.fresh, refused: [] });
    return;
  }
  const unclaimed = new Set(stored.fresh);
  const unstorable = new Set(stored.unstorable);
  for (const { batch, resolve } of group) {
    const fresh = new Set<string>();
    const refused: RefusedEvent[] = [];
    for (const event of batch.events) {
      if (unstorable.has(event)) refused.push({ event, code: 'unstorable' });
      else if (stored.expired.has(event.eventId)) refused.push({ event, code: 'expired' });
      else if (stored.erased.has(event.eventId)) refused.push({ event, code: 'erased' });
      else if (unclaimed.delete(event.eventId)) fresh.add(event.eventId);
    }
    const duplicates = batch.events.length - fresh.size - refused.length;
    resolve({ accepted: fresh.size, duplicates, fresh, refused });
  }
}
