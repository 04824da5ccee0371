import { HAS_EXIT } from '../abilities.js';
import type { LogRecord } from '../log/record.js';
import type { Streams } from '../log/streams.js';
import type { Platform } from '../platform.js';
import { NativePromise } from '../timing/native-promise.js';
import { takePrefix } from './batch.js';
import { createBatchSize, FIRST_BYTES } from './batch-size.js';
import { createDelivery, type DeliveryParts } from './delivery.js';
import { createRetry } from './retry.js';
import { createSendOrder } from './send-order.js';

/** In a steady flow a request begins at most this often, in ms; the first one after a quiet moment begins at once. */
const GAP = 1000;

/**
 * Carries records from the log to the collector: batches, retries, backs off. It takes nothing out of the log before
 * an answer; a beacon is no answer.
 */
export interface Courier {
  /** Events were appended. */
  poke_(): void;
  /** Sends everything now, whatever backoff and server say; resolves when it is answered or a send failed. */
  flush_(): Promise<void>;
  /** The user or the network is back, or another tab was answered: sends, unless the server has named a later time. */
  wake_(): Promise<void>;
  /** The page may go away: one batch, written or not, in a request begun in this very tick. */
  hide_(): void;
  /** The page goes away: hands to the platform what no request carries that outlives it, in halves of what it refuses. */
  exit_(): void;
  stop_(): void;
}

type CourierParts = Omit<DeliveryParts, 'retry_' | 'size_' | 'order_'> &
  Pick<Platform, 'random' | 'sendOnExit' | 'requests'> & {
    streams_: Pick<Streams, 'id_'>;
    batchSize: number;
    /** ms. */
    batchInterval: number;
    maxRetries: number;
  };

export function createCourier(parts: CourierParts): Courier {
  const {
    clock,
    sendOnExit,
    requests = 1,
    log_,
    inFlight_,
    streams_,
    url_,
    batchSize,
    batchInterval,
    maxRetries,
  } = parts;
  const size_ = createBatchSize();
  const order_ = createSendOrder(inFlight_);
  const retry_ = createRetry(() => (parts.random(1)[0] as number) / 255);
  const { deliver_, write_ } = createDelivery({ ...parts, retry_, size_, order_ });
  const gap = Math.min(GAP, batchInterval);
  let running: Promise<void> | undefined;
  /** Ends with all that was sent while the page was hidden, apart from the loop. */
  let hidden: Promise<void> | undefined;
  let latestAt = -Infinity;
  let timer: { at_: number; cancel_: () => void } | undefined;
  let isStopped = false;
  /** Calls of `flush` under way: what comes meanwhile is sent with the rest. */
  let flushes = 0;

  const cancelTimer = () => {
    timer?.cancel_();
    timer = undefined;
  };

  /** A run in `ms` at the latest. */
  const schedule = (ms: number) => {
    const at = clock.now() + ms;
    if (isStopped || ms === Infinity || (timer && timer.at_ <= at)) return;
    cancelTimer();
    const cancel_ = clock.timer(() => {
      timer = undefined;
      // The wait is over, whatever a clock that was cut or set back says.
      retry_.reset_();
      void run();
    }, ms);
    timer = { at_: at, cancel_ };
  };

  const scheduleNext = () => {
    if (running) return;
    const now = clock.now();
    const wait = retry_.wait_(now);
    if (wait) {
      cancelTimer();
      schedule(wait);
      return;
    }
    const records = log_.records_();
    const sinceLatest = now - latestAt;
    // A clock that was set back must not prolong the gap.
    const rest = sinceLatest < 0 ? 0 : Math.max(0, gap - sinceLatest);
    const isAnyReady = order_.next_(records, now)[0];
    if (isAnyReady) schedule(log_.queued_() < batchSize ? batchInterval : rest);
    schedule(Math.max(rest, order_.wait_(records, now)));
  };

  /** One request after the other, as long as there is more. */
  const loop = (index: number): Promise<unknown> =>
    new NativePromise((resolve) => resolve(log_.secure_())).then(() => {
      const now = clock.now();
      // Another request has failed meanwhile.
      if (isStopped || retry_.wait_(now)) return undefined;
      const waiting = order_.next_(log_.records_(), now);
      // While the collector is down, one record is enough to ask whether it is back.
      const batch = takePrefix(waiting, retry_.failures_() > maxRetries ? 0 : size_.bytes_());
      const isMore = batch.length < waiting.length;
      // A further request is worth it only when it is full; the rest goes with what comes meanwhile.
      if (!batch[0] || (index && !isMore)) return undefined;
      latestAt = now;
      return deliver_(batch).then((isUrgent) =>
        isUrgent !== undefined &&
        (isMore || isUrgent || flushes || !order_.wait_(log_.records_(), clock.now()))
          ? loop(index)
          : undefined,
      );
    });

  const runLoops = (): Promise<void> => {
    const loops: Promise<unknown>[] = [];
    const count = retry_.failures_() ? 1 : requests;
    while (loops.length < count) loops.push(loop(loops.length));
    // Nothing in the loop should throw; if it does, that is one more failed send and no unhandled rejection.
    return NativePromise.all(loops)
      .catch(() => retry_.fail_(clock.now(), 0))
      .then(() => {
        running = undefined;
        scheduleNext();
      });
  };

  const run = (): Promise<void> => {
    if (!running) {
      cancelTimer();
      running = runLoops();
    }
    return running;
  };

  /** With its text, and not in the hands of a beacon: that is no answer, so after a return it waits again. */
  const canGo = ({ text_, beaconedBy_ }: LogRecord) =>
    text_ !== undefined && (!HAS_EXIT || beaconedBy_ !== streams_.id_());

  const resume = (): Promise<void> =>
    NativePromise.resolve(running).then(() => {
      retry_.hurry_();
      order_.unpark_(log_.records_());
      return retry_.wait_(clock.now()) ? undefined : run();
    });

  return {
    poke_() {
      scheduleNext();
      if (timer && timer.at_ <= clock.now()) void run();
    },
    flush_() {
      flushes++;
      retry_.force_(1);
      return resume()
        .then(() => hidden)
        .then(() => {
          flushes--;
          // The server is asked no earlier than it said, now that the host is answered.
          retry_.force_(-1);
          scheduleNext();
        });
    },
    wake_: resume,
    hide_() {
      const now = clock.now();
      if (retry_.serverWait_(now)) return;
      const batch = takePrefix(
        order_.next_(log_.records_(), now).filter(canGo),
        Math.min(size_.bytes_(), FIRST_BYTES),
      );
      if (!batch[0]) return;
      // What came of it decides when to ask again; a run that is under way does so at its end.
      hidden = NativePromise.all([hidden, deliver_(batch)]).then(scheduleNext, scheduleNext);
    },
    exit_() {
      if (!HAS_EXIT) return;
      let bytes = Math.min(size_.bytes_(), FIRST_BYTES);
      let waiting = log_
        .records_()
        .filter((record) => !inFlight_.has_(record))
        .concat(inFlight_.breakable_())
        .filter(canGo);
      while (sendOnExit && waiting[0] && parts.maySend_()) {
        const batch = takePrefix(waiting, bytes);
        if (sendOnExit(url_, write_(batch))) {
          batch.forEach((record) => {
            record.beaconedBy_ = streams_.id_();
          });
          waiting = waiting.slice(batch.length);
        } else if (batch[1]) bytes /= 2;
        else break;
      }
    },
    stop_() {
      isStopped = true;
      cancelTimer();
    },
  };
}
