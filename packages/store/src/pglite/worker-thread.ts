import { Worker } from 'node:worker_threads';
import { StoreUnavailableError } from '../errors.ts';
import { type Call, type Reply, receiveError } from './messages.ts';

/** One life of the thread of the database. */
export interface WorkerThread {
  call(method: Call['method'], args: unknown[]): Promise<unknown>;
  /** Ends it at once, whatever it does. What it was asked is rejected with `reason`. */
  end(reason: StoreUnavailableError): void;
}

export interface WorkerThreadOptions {
  /** The script of the thread. */
  file: URL;
  /** Of the database. */
  directory: string;
  /** Milliseconds without an answer, while it is asked something, after which it is ended. */
  patience: number;
  /** Milliseconds that opening may take: after a crash the database reads its log first. */
  openPatience: number;
  /** Called once when it has ended without being told to. */
  onEnd: (reason: StoreUnavailableError) => void;
}

interface Asked {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Starts the thread; resolves when the database is open. */
export async function startWorkerThread(options: WorkerThreadOptions): Promise<WorkerThread> {
  const { file, directory, patience, openPatience, onEnd } = options;
  // What the process was told to load (`node --import`) is for its main thread: it may listen for signals, or exit.
  const worker = new Worker(file, { workerData: { directory }, execArgv: [] });
  const asked = new Map<number | undefined, Asked>();
  let ended: StoreUnavailableError | undefined;
  let watchdog: NodeJS.Timeout | undefined;
  let lastId = 0;

  /** Wound up with each question and answer, so that a long queue is no reason to end a thread that works on it. */
  function watch(limit: number): void {
    clearTimeout(watchdog);
    if (asked.size === 0) {
      worker.unref();
      return;
    }
    worker.ref();
    watchdog = setTimeout(() => {
      const seconds = limit / 1000;
      fail(
        new StoreUnavailableError(
          'timed_out',
          `The database did not answer for ${seconds} s, and was stopped.`,
        ),
      );
    }, limit);
  }

  function end(reason: StoreUnavailableError): void {
    if (ended) return;
    ended = reason;
    clearTimeout(watchdog);
    void worker.terminate();
    for (const { reject } of asked.values()) reject(reason);
    asked.clear();
  }

  function fail(reason: StoreUnavailableError): void {
    if (ended) return;
    end(reason);
    onEnd(reason);
  }

  worker.on('message', (message: Reply) => {
    const question = asked.get(message.id);
    asked.delete(message.id);
    watch(patience);
    if ('error' in message) question?.reject(receiveError(message.error));
    else question?.resolve(message.value);
  });
  worker.on('error', (error) =>
    fail(new StoreUnavailableError('store_unavailable', `The database failed: ${error.message}`)),
  );
  worker.on('exit', () => fail(new StoreUnavailableError('store_unavailable', 'The database ended.')));

  const opened = new Promise((resolve, reject) => asked.set(undefined, { resolve, reject }));
  watch(openPatience);
  try {
    await opened;
  } catch (error) {
    end(new StoreUnavailableError('opening', 'The database could not be opened.'));
    throw error;
  }

  return {
    call(method, args) {
      if (ended) return Promise.reject(ended);
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        const isFirst = asked.size === 0;
        asked.set(id, { resolve, reject });
        worker.postMessage({ id, method, args } satisfies Call);
        if (isFirst) watch(patience);
      });
    },
    end,
  };
}
