import { HAS_EXIT, HAS_GZIP } from '../abilities.js';
import type { Emitter } from '../account/emitter.js';
import type { Ledger } from '../account/ledger.js';
import { toIsoTime } from '../encoding/iso-time.js';
import type { EventLog } from '../log/event-log.js';
import type { InFlight } from '../log/in-flight.js';
import { bytesIn, eventsIn, type LogRecord } from '../log/record.js';
import type { Clock, Platform, SendAnswer } from '../platform.js';
import { NativePromise } from '../timing/native-promise.js';
import { withDeadline } from '../timing/with-deadline.js';
import type { Answer, Rejection } from '../wire.js';
import { type Sender, writeEnvelope } from './batch.js';
import { type BatchSize, FIRST_BYTES } from './batch-size.js';
import type { Retry } from './retry.js';
import type { SendOrder } from './send-order.js';
import { readVerdict } from './verdict.js';

/** Room for what an envelope adds to its records, in bytes. */
const ENVELOPE_BYTES = 500;
/** A request that is not answered within this time (ms) has failed. */
const DEADLINE = 10_000;
/** A platform that does not keep its deadline is given up this much later, in ms. */
const GRACE = 1000;
/** When more events in a row than this are refused, each alone, the fault may not be theirs: they are kept. */
const MAX_REFUSED_ALONE = 5;

export interface DeliveryParts {
  clock: Clock;
  send: Platform['send'];
  log_: EventLog;
  inFlight_: InFlight;
  ledger_: Ledger;
  emitter_: Pick<Emitter, 'emit_' | 'warn_'>;
  retry_: Retry;
  size_: BatchSize;
  order_: SendOrder;
  sender_: Sender;
  url_: string;
  compress: boolean;
  /** `false`: the user has withdrawn consent, perhaps in another tab. Asked before each request. */
  maySend_(): boolean;
  /** The first success after failures. */
  onRecovered_(): void;
}

/** Sends one batch and does what the answer asks for. */
export interface Delivery {
  /** The body of a request that carries these records. */
  write_(records: readonly LogRecord[]): string;
  /**
   * With all text in memory the request begins in this very tick. Answers whether more should be sent at once, though
   * nothing new has come; `undefined`: it failed.
   */
  deliver_(records: readonly LogRecord[]): Promise<boolean | undefined>;
}

export function createDelivery(parts: DeliveryParts): Delivery {
  const { clock, send, log_, inFlight_, ledger_, retry_, size_, order_, url_ } = parts;
  const { emit_, warn_ } = parts.emitter_;
  let { compress } = parts;
  let refusedAlone = 0;

  const write = (records: readonly LogRecord[]) =>
    writeEnvelope(parts.sender_, records, toIsoTime(clock.now()));

  const post = (body: string, bytes: number, isCompressed: boolean): Promise<SendAnswer> => {
    const request = {
      url: url_,
      body,
      bytes: bytes + ENVELOPE_BYTES,
      deadline: DEADLINE,
      compress: isCompressed,
    };
    return withDeadline(clock, DEADLINE + GRACE, () => send(request)).then(
      ({ value }) => value || { status: 0 },
    );
  };

  const request = (records: readonly LogRecord[], bytes: number): Promise<SendAnswer | undefined> => {
    const body = write(records);
    return post(body, bytes, compress).then((answer) => {
      const { status, isCompressed } = answer;
      // A proxy may refuse gzip with 415 or 501, or take it for a broken body.
      const isGzipRefused = isCompressed && (status === 400 || status === 415 || status === 501);
      // What was left to another tracker meanwhile is that one's to send.
      if (!HAS_GZIP || !isGzipRefused || !records.some(isWaiting) || !parts.maySend_()) return answer;
      // Another request was told meanwhile when the server wants to be asked.
      if (retry_.serverWait_(clock.now())) return undefined;
      return post(body, bytes, false).then((plain) => {
        if (readVerdict(plain, eventsIn(records), clock.now()).answer_) compress = false;
        return plain;
      });
    });
  };

  const load = (records: readonly LogRecord[]) =>
    records.reduce(
      (before, record) => before.then(() => log_.load_?.(record)),
      NativePromise.resolve() as Promise<void>,
    );

  const warnOfRefusal = (eventName: string | undefined, code: string | number, detail: unknown) =>
    warn_(`the collector refused ${eventName || 'an event'}: ${code}`, detail);

  const noteRejection = (rejection: Rejection, records: readonly LogRecord[]) => {
    const eventName = findName(records, rejection.eventId);
    ledger_.acknowledged--;
    // Not reported: the collector counts its rejections itself, and others may meet the same event again.
    ledger_.countDrop_('rejected', 1);
    warnOfRefusal(eventName, rejection.code, rejection);
    emit_('reject', eventName ? { ...rejection, eventName } : rejection);
  };

  /** Half as much from now on, down to the event that is bad; each answer raises it again. */
  const split = (records: readonly LogRecord[], bytes: number, { status, body }: SendAnswer) => {
    const [first] = records as [LogRecord];
    const now = clock.now();
    const isTooLarge = status === 413;
    size_.split_(now, bytes, isTooLarge);
    // What this tracker has left to another is not its own to divide or to give up.
    if (records[1] || !isWaiting(first)) return;
    if (first.count_ > 1) log_.divide_(first);
    else if (!isTooLarge && ++refusedAlone > MAX_REFUSED_ALONE) order_.park_(first, now);
    else {
      warnOfRefusal(findName(records, ''), status, body);
      log_.remove_(records, isTooLarge ? 'too_large' : 'refused');
    }
  };

  const acknowledge = (answer: Answer, records: readonly LogRecord[]) => {
    // A report of drops says nothing about events.
    if (eventsIn(records)) refusedAlone = 0;
    order_.succeed_();
    if (retry_.succeed_()) parts.onRecovered_();
    ledger_.acknowledged += eventsIn(records.filter(isWaiting));
    for (const rejection of answer.rejected) noteRejection(rejection, records);
    log_.remove_(records);
    emit_('ack', answer);
  };

  const settle = (answer: SendAnswer, records: readonly LogRecord[], bytes: number, began: number) => {
    const now = clock.now();
    const { status, cause } = answer;
    const { answer_, isRefused_, floor_, isSuspect_ } = readVerdict(answer, eventsIn(records), now);
    if (isRefused_) {
      split(records, bytes, answer);
      return true;
    }
    if (answer_) {
      size_.succeed_(now, now - began);
      acknowledge(answer_, records);
      return false;
    }
    warn_(`${url_} ${status ? `answered ${status}` : 'did not answer: can it be reached from here?'}`, cause);
    if (isSuspect_) size_.split_(now, bytes, false);
    size_.fail_();
    // One that was set aside and fails again says nothing about the server.
    if (isSuspect_ && order_.suspect_(records, now)) return true;
    retry_.fail_(now, floor_);
    return undefined;
  };

  return {
    write_: write,
    deliver_(wanted) {
      const flight = inFlight_.begin_(wanted, HAS_EXIT && bytesIn(wanted) > FIRST_BYTES);
      const absent = wanted.filter(({ text_ }) => !text_);
      const go = () => {
        // What was left to another tracker while a text was read is that one's to send.
        const records = wanted.filter((record) => record.text_ && isWaiting(record));
        const began = clock.now();
        const bytes = bytesIn(records);
        const end = (answer?: SendAnswer) => {
          inFlight_.end_(flight);
          if (answer) return settle(answer, records, bytes, began);
          return records[0] || wanted.some(isWaiting) ? undefined : true;
        };
        // Asked when nothing is between it and the request: while a text was read, much may have changed.
        const isHeld = !records[0] || (absent[0] && retry_.wait_(began)) || !parts.maySend_();
        return isHeld ? end() : request(records, bytes).then(end);
      };
      // At once when all is in memory: while the page is being hidden, the request must begin in this tick.
      return new NativePromise((resolve) => resolve(absent[0] ? load(absent).then(go) : go()));
    },
  };
}

const isWaiting = ({ state_ }: LogRecord) => state_ === 'waiting';

/** The name of an event that was sent; without an id, of the first one. */
function findName(records: readonly LogRecord[], eventId: string): string | undefined {
  const text = records.map(({ text_ }) => text_).join();
  const at = text.indexOf(`"eventId":"${eventId}`);
  return at < 0 ? undefined : /"eventName":"(\w+)"/.exec(text.slice(at))?.[1];
}
