import type { Emitter } from '../account/emitter.js';
import type { Ledger } from '../account/ledger.js';
import { toIsoTime } from '../encoding/iso-time.js';
import type { EventLog } from '../log/event-log.js';
import type { InFlight } from '../log/in-flight.js';
import type { LogRecord } from '../log/record.js';
import type { Clock, Platform, SendAnswer } from '../platform.js';
import { withDeadline } from '../timing/with-deadline.js';
import type { Rejection } from '../wire.js';
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

/** How a delivery ended. `again`: more should be sent at once, though nothing new has come. */
export type Outcome = 'sent' | 'again' | 'failed';

/** Sends one batch and does what the answer asks for. */
export interface Delivery {
  /** The body of a request that carries these records. */
  write_(records: readonly LogRecord[]): string;
  /** With all text in memory the request begins in this very tick. */
  deliver_(records: readonly LogRecord[]): Promise<Outcome>;
}

export function createDelivery(parts: DeliveryParts): Delivery {
  const { clock, send, log_, inFlight_, ledger_, retry_, size_, order_, url_ } = parts;
  const { emit_, warn_ } = parts.emitter_;
  let { compress } = parts;
  let refusedAlone = 0;

  const write = (records: readonly LogRecord[]) =>
    writeEnvelope(parts.sender_, records, toIsoTime(clock.now()));

  const post = async (body: string, bytes: number, isCompressed: boolean): Promise<SendAnswer> => {
    const request = {
      url: url_,
      body,
      bytes: bytes + ENVELOPE_BYTES,
      deadline: DEADLINE,
      compress: isCompressed,
    };
    const answer = await withDeadline(clock, DEADLINE + GRACE, (async () => send(request))());
    return answer.value || { status: 0 };
  };

  /** A proxy may refuse gzip with 415 or 501, or take it for a broken body. */
  const isGzipRefusal = ({ status, isCompressed }: SendAnswer) =>
    isCompressed && (status === 400 || status === 415 || status === 501);

  const request = async (records: readonly LogRecord[], bytes: number): Promise<SendAnswer> => {
    const body = write(records);
    const answer = await post(body, bytes, compress);
    if (!isGzipRefusal(answer)) return answer;
    // What was left to another tracker meanwhile is that one's to send.
    const isOurs = records.some(({ state_ }) => state_ === 'waiting');
    if (!isOurs || !parts.maySend_()) return answer;
    const plain = await post(body, bytes, false);
    if (readVerdict(plain, eventsIn(records), clock.now()).kind === 'accepted') compress = false;
    return plain;
  };

  const noteRejection = (rejection: Rejection, records: readonly LogRecord[]) => {
    ledger_.acknowledged--;
    // Not reported: the collector counts its rejections itself, and others may meet the same event again.
    ledger_.countDrop_('rejected', 1);
    const eventName = findName(records, rejection.eventId);
    warn_(`the collector refused ${eventName ? `"${eventName}"` : 'an event'}: ${rejection.code}`, rejection);
    emit_('reject', eventName ? { ...rejection, eventName } : rejection);
  };

  const refuse = (record: LogRecord, isTooLarge: boolean, body: string | undefined) => {
    if (!isTooLarge && ++refusedAlone > MAX_REFUSED_ALONE) return order_.park_(record, clock.now());
    const eventName = findName([record], '');
    log_.remove_([record], isTooLarge ? 'too_large' : 'refused');
    order_.forget_([record]);
    warn_(`the collector refused ${eventName ? `"${eventName}"` : 'an event'}`, body);
  };

  /** Half as much from now on, down to the event that is bad; each answer raises it again. */
  const split = (
    records: readonly LogRecord[],
    bytes: number,
    isTooLarge: boolean,
    body: string | undefined,
  ) => {
    const [first] = records as [LogRecord];
    size_.split_(clock.now(), bytes, isTooLarge);
    // What this tracker has left to another is not its own to divide or to give up.
    if (records[1] || first.state_ !== 'waiting') return;
    if (first.count_ < 2) return refuse(first, isTooLarge, body);
    order_.forget_(records);
    log_.divide_(first);
  };

  const fail = (records: readonly LogRecord[], bytes: number, floor: number, isSuspect: boolean): Outcome => {
    const now = clock.now();
    if (isSuspect) size_.split_(now, bytes, false);
    size_.fail_();
    // One that was set aside and fails again says nothing about the server.
    if (isSuspect && order_.suspect_(records, now)) return 'again';
    retry_.fail_(now, floor);
    return 'failed';
  };

  const settle = (
    answer: SendAnswer,
    records: readonly LogRecord[],
    bytes: number,
    began: number,
  ): Outcome => {
    const now = clock.now();
    const events = eventsIn(records);
    const verdict = readVerdict(answer, events, now);
    if (verdict.kind === 'split') {
      split(records, bytes, verdict.isTooLarge, answer.body);
      return 'again';
    }
    if (verdict.kind === 'accepted') {
      // A report of drops says nothing about events.
      if (events) refusedAlone = 0;
      size_.succeed_(now, now - began);
      order_.clear_(records);
      if (retry_.succeed_()) parts.onRecovered_();
      records.forEach(({ state_, count_ }) => {
        if (state_ === 'waiting') ledger_.acknowledged += count_;
      });
      for (const rejection of verdict.answer.rejected) noteRejection(rejection, records);
      log_.remove_(records);
      emit_('ack', verdict.answer);
      return 'sent';
    }
    const { status } = answer;
    const cause = answer.cause ? ` (${answer.cause})` : '';
    warn_(
      status
        ? `${url_} answered ${status}${cause}`
        : `${url_} did not answer${cause}: is the collector running, and may this page reach it?`,
    );
    return verdict.kind === 'hold'
      ? fail(records, bytes, Infinity, false)
      : fail(records, bytes, verdict.floor, verdict.isSuspect);
  };

  return {
    write_: write,
    async deliver_(wanted) {
      const flight = inFlight_.begin_(wanted, bytesIn(wanted) > FIRST_BYTES);
      const absent = wanted.filter(({ text_ }) => !text_);
      // No await when all is in memory: while the page is being hidden, the request must begin in this tick.
      for (let index = 0; index < absent.length; index++) await log_.load_(absent[index] as LogRecord);
      const records = wanted.filter(({ text_ }) => text_);
      if (!records[0]) {
        inFlight_.end_(flight);
        return wanted.every(({ state_ }) => state_ !== 'waiting') ? 'again' : 'failed';
      }
      // Asked when nothing is between it and the request: while a text was read, much may have changed.
      if (!parts.maySend_() || (absent[0] && retry_.wait_(clock.now()))) {
        inFlight_.end_(flight);
        return 'failed';
      }
      const bytes = bytesIn(records);
      const began = clock.now();
      const answer = await request(records, bytes);
      inFlight_.end_(flight);
      return settle(answer, records, bytes, began);
    },
  };
}

function bytesIn(records: readonly LogRecord[]): number {
  let bytes = 0;
  for (let index = 0; index < records.length; index++) bytes += (records[index] as LogRecord).bytes_;
  return bytes;
}

function eventsIn(records: readonly LogRecord[]): number {
  let events = 0;
  for (let index = 0; index < records.length; index++) events += (records[index] as LogRecord).count_;
  return events;
}

/** The name of an event that was sent; without an id, of the first one. */
function findName(records: readonly LogRecord[], eventId: string): string | undefined {
  for (let index = 0; index < records.length; index++) {
    const { text_ = '' } = records[index] as LogRecord;
    const at = text_.indexOf(`"eventId":"${eventId}`);
    if (at >= 0) return /"eventName":"(\w+)"/.exec(text_.slice(at))?.[1];
  }
  return undefined;
}
