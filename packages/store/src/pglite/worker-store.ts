import { StoreUnavailableError } from '../errors.ts';
import type { SqlReadOptions, SqlText, Store } from '../ports.ts';
import type { Call } from './messages.ts';
import { waitFor } from './wait-for.ts';
import { startWorkerThread, type WorkerThread, type WorkerThreadOptions } from './worker-thread.ts';

export interface WorkerStoreOptions extends Pick<WorkerThreadOptions, 'file' | 'directory'> {
  /** Default 30 000. */
  patience?: number;
  /** Default 120 000. */
  openPatience?: number;
  /** Called when the thread has failed; it is started again. */
  onFailure: (error: Error) => void;
}

export interface WorkerStore extends Required<Omit<Store, 'concurrency' | 'isInstant'>> {
  /** Ends the thread at once and takes nothing any more. */
  abandon(reason: StoreUnavailableError): void;
}

type State =
  | { kind: 'open'; thread: WorkerThread }
  | { kind: 'reopening'; reason: StoreUnavailableError; timer?: NodeJS.Timeout }
  | { kind: 'closed'; reason: StoreUnavailableError };

const FIRST_DELAY = 250;
const LAST_DELAY = 30_000;

/** A store whose database runs in a thread of its own, and is started again when it hangs or fails. */
export async function openWorkerStore(options: WorkerStoreOptions): Promise<WorkerStore> {
  const { file, directory, patience = 30_000, openPatience = 120_000, onFailure } = options;
  const start = () => startWorkerThread({ file, directory, patience, openPatience, onEnd: recover });
  let delay = FIRST_DELAY;
  let state: State = { kind: 'open', thread: await start() };

  function recover(reason: StoreUnavailableError): void {
    if (state.kind === 'closed') return;
    onFailure(reason);
    reopenLater(reason);
  }

  function reopenLater(reason: StoreUnavailableError): void {
    const timer = setTimeout(reopen, delay);
    state = { kind: 'reopening', reason, timer };
    delay = Math.min(delay * 2, LAST_DELAY);
  }

  async function reopen(): Promise<void> {
    try {
      const thread = await start();
      if (state.kind === 'closed') return thread.end(state.reason);
      state = { kind: 'open', thread };
      delay = FIRST_DELAY;
    } catch (error) {
      // A thread that ended while it opened was recovered from already.
      if (state.kind !== 'reopening') return;
      const message = error instanceof Error ? error.message : String(error);
      const reason = new StoreUnavailableError('opening', message);
      onFailure(reason);
      reopenLater(reason);
    }
  }

  async function call<Value>(method: Call['method'], ...args: unknown[]): Promise<Value> {
    if (state.kind !== 'open') throw state.reason;
    return (await state.thread.call(method, args)) as Value;
  }

  function abandon(reason: StoreUnavailableError): void {
    const before = state;
    state = { kind: 'closed', reason };
    if (before.kind === 'open') before.thread.end(reason);
    if (before.kind === 'reopening') clearTimeout(before.timer);
  }

  return {
    commit: (batch) => call('commit', batch),
    events: (filter) => call('events', filter),
    counts: (query) => call('counts', query),
    streams: (limit) => call('streams', limit),
    days: () => call('days'),
    eventsIn: (range, page) => call('eventsIn', range, page),
    countIn: (range) => call('countIn', range),
    platforms: (since) => call('platforms', since),
    size: () => call('size'),
    prune: (before) => call('prune', before),
    identities: (deviceId) => call('identities', deviceId),
    read: (after, limit) => call('read', after, limit),
    cursorOf: (name) => call('cursorOf', name),
    moveFollower: (name, from, to) => call('moveFollower', name, from, to),
    followers: () => call('followers'),
    keepRejected: (events) => call('keepRejected', events),
    rejectedEvents: (filter) => call('rejectedEvents', filter),
    forgetRejected: (ids) => call('forgetRejected', ids),
    erase: (subject) => call('erase', subject),
    exportPerson: (subject, options) => call('exportPerson', subject, options),
    source: {
      sql: {
        dialect: 'postgres',
        query: <Row>(sql: SqlText, options?: SqlReadOptions) =>
          waitFor(call<Row[]>('query', { text: sql.text, params: [...sql.params] }), options),
      },
    },
    checkReady: () => call('checkReady'),
    async close() {
      const reason = new StoreUnavailableError('closed', 'The store is closed.');
      try {
        if (state.kind === 'open') await state.thread.call('close', []);
      } finally {
        abandon(reason);
      }
    },
    abandon,
  };
}
