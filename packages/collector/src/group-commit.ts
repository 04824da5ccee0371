import type { Batch, Committed, Store } from './stores/store.ts';

export interface GroupCommitOptions {
  /** Milliseconds without a new batch after which a group is complete. Default 2. */
  quiet?: number;
  /** Milliseconds to wait for company at most. Default 20. */
  maxWait?: number;
  /** Events that make a group full. Default 2000. */
  maxEvents?: number;
  /** Events that may wait in all; more are refused at once. Default 50 000. */
  maxPending?: number;
}

export interface GroupCommit {
  /** Resolves after the commit; rejects when the store failed or too much is waiting. */
  commit(batch: Batch): Promise<Committed>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  batch: Batch;
  resolve(result: Committed): void;
  reject(error: unknown): void;
}

/**
 * Joins the batches of many requests into one transaction, because the cost of a commit hardly depends
 * on its size. When a group fails, its batches are tried singly, so that one bad batch fails alone.
 */
export function createGroupCommit(
  store: Pick<Store, 'commit'>,
  { quiet = 2, maxWait = 20, maxEvents = 2000, maxPending = 50_000 }: GroupCommitOptions = {},
): GroupCommit {
  const waiting: Waiting[] = [];
  let pending = 0;
  let timer: NodeJS.Timeout | undefined;
  let seen = 0;
  let running: Promise<void> | undefined;

  const sizeOf = ({ events, rejected }: Batch) => Math.max(1, events.length + rejected.length);

  function schedule(): void {
    if (running || waiting.length === 0) return;
    if (waiting.reduce((sum, { batch }) => sum + sizeOf(batch), 0) >= maxEvents) run();
    else timer ??= wait(performance.now() + maxWait);
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
    running = commitGroup(store, group).finally(() => {
      running = undefined;
      schedule();
    });
  }

  function takeGroup(): Waiting[] {
    let events = 0;
    const full = waiting.findIndex(({ batch }) => {
      events += sizeOf(batch);
      return events >= maxEvents;
    });
    return waiting.splice(0, full === -1 ? waiting.length : full + 1);
  }

  return {
    commit(batch) {
      if (pending + sizeOf(batch) > maxPending && pending > 0) {
        return Promise.reject(new Error('Too many events are waiting for the store.'));
      }
      const size = sizeOf(batch);
      pending += size;
      const answer = new Promise<Committed>((resolve, reject) => {
        waiting.push({ batch, resolve, reject });
      });
      schedule();
      return answer.finally(() => {
        pending -= size;
      });
    },
    async drain() {
      while (running || waiting.length > 0) {
        if (!running) run();
        await running;
      }
    },
  };
}

async function commitGroup(store: Pick<Store, 'commit'>, group: Waiting[]): Promise<void> {
  if (group.length > 1) {
    try {
      const { fresh } = await store.commit(merge(group.map(({ batch }) => batch)));
      share(group, fresh);
      return;
    } catch {
      // Tried singly below: only the batch that the store cannot take shall fail.
    }
  }
  for (const { batch, resolve, reject } of group) {
    try {
      resolve(await store.commit(batch));
    } catch (error) {
      reject(error);
    }
  }
}

function merge(batches: Batch[]): Batch {
  return {
    events: batches.flatMap(({ events }) => events),
    dropped: batches.flatMap(({ dropped }) => dropped),
    rejected: batches.flatMap(({ rejected }) => rejected),
    receivedAt: Math.max(...batches.map(({ receivedAt }) => receivedAt)),
  };
}

/** An event that several requests carried was accepted from the first of them. */
function share(group: Waiting[], fresh: ReadonlySet<string>): void {
  const unclaimed = new Set(fresh);
  for (const { batch, resolve } of group) {
    const own = new Set<string>();
    for (const { eventId } of batch.events) if (unclaimed.delete(eventId)) own.add(eventId);
    resolve({ accepted: own.size, duplicates: batch.events.length - own.size, fresh: own });
  }
}
