import type { Ledger } from '../account/ledger.js';
import type { Platform } from '../platform.js';
import type { EventLog } from './event-log.js';
import type { InFlight } from './in-flight.js';
import type { Streams } from './streams.js';

/** What an engine has in hand before its log is opened. */
export interface OpenLogParts extends Pick<Platform, 'settings' | 'clock' | 'writes'> {
  /** In the place of the store that the opener knows. */
  store?: Platform['store'];
  /** Names the queue: what is tracked for one address stays apart from what goes to another. */
  queue: string;
  maxQueueBytes: number;
  maxMemoryBytes: number;
  uuid_(): string;
  inFlight_: InFlight;
  ledger_: Ledger;
  /** Called when storage refused something. */
  onTrouble_(cause: unknown): void;
}

/** A log, the stream that its events are numbered in, and what dead trackers have left for it. */
export interface OpenedLog {
  log_: EventLog;
  streams_: Pick<Streams, 'id_' | 'nextSeq_' | 'isAway_' | 'begin_' | 'leave_'>;
  /** Takes over what dead trackers left. Resolves, when that is in the log, with how many records. */
  adopt_(): Promise<number>;
}

/** Where the events of a tracker's name are kept: in a store that answers later, or in one that is mirrored in memory. */
export interface LogOpener {
  open_(parts: OpenLogParts): OpenedLog;
  /**
   * Takes away all records, by whomever, without a log.
   *
   * @param store In the place of the store that the opener knows.
   */
  erase_(store?: Platform['store']): void;
}
