import { UnstorableError } from '../errors.ts';
import type { StoredEvent } from '../event.ts';
import type { Batch, EventWriter } from '../ports.ts';

/** Why the store does not take an event, whatever is done. */
export type RefusalCode =
  /** It has something in it that the store can never keep. */
  | 'unstorable'
  /** It is older than what the store keeps. */
  | 'expired'
  /** Its person or device was erased after it was tracked. */
  | 'erased';

export interface RefusedEvent {
  event: StoredEvent;
  code: RefusalCode;
}

export interface StoredBatch {
  fresh: ReadonlySet<string>;
  /** Ids of events that are older than what is kept. */
  expired: ReadonlySet<string>;
  /** Ids of events of people that were erased. */
  erased: ReadonlySet<string>;
  unstorable: readonly StoredEvent[];
}

/** Commits all of a batch that can be stored. When something cannot, it is divided until the event stands alone. */
export async function commitStorable(store: EventWriter, batch: Batch): Promise<StoredBatch> {
  try {
    const { fresh, expired, erased } = await store.commit(batch);
    return { fresh, expired, erased, unstorable: [] };
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
  }
  const parts = divide(batch);
  if (!parts) return giveUpOn(store, batch);
  const fresh = new Set<string>();
  const expired = new Set<string>();
  const erased = new Set<string>();
  const unstorable: StoredEvent[] = [];
  for (const part of parts) {
    const stored = await commitStorable(store, part);
    for (const id of stored.fresh) fresh.add(id);
    for (const id of stored.expired) expired.add(id);
    for (const id of stored.erased) erased.add(id);
    unstorable.push(...stored.unstorable);
  }
  return { fresh, expired, erased, unstorable };
}

/** Two halves; `undefined` of a single event, report or number. */
function divide({ events, dropped, rejected, receivedAt }: Batch): [Batch, Batch] | undefined {
  const part = (changes: Partial<Batch>): Batch => ({
    events: [],
    dropped: [],
    rejected: [],
    receivedAt,
    ...changes,
  });
  if (events.length > 0 && dropped.length + rejected.length > 0) {
    return [part({ events }), part({ dropped, rejected })];
  }
  if (dropped.length > 0 && rejected.length > 0) return [part({ dropped }), part({ rejected })];
  const half = (list: readonly unknown[]) => Math.ceil(list.length / 2);
  if (events.length + dropped.length + rejected.length < 2) return undefined;
  return [
    part({
      events: events.slice(0, half(events)),
      dropped: dropped.slice(0, half(dropped)),
      rejected: rejected.slice(0, half(rejected)),
    }),
    part({
      events: events.slice(half(events)),
      dropped: dropped.slice(half(dropped)),
      rejected: rejected.slice(half(rejected)),
    }),
  ];
}

/** Of an event that cannot be stored its number is counted, where that can. A report or a number alone is given up. */
async function giveUpOn(store: EventWriter, { events, receivedAt }: Batch): Promise<StoredBatch> {
  const numbers = events.flatMap(({ streamId, seq }) => (streamId && seq ? [{ streamId, seq }] : []));
  if (numbers.length > 0) {
    await commitStorable(store, { events: [], dropped: [], rejected: numbers, receivedAt });
  }
  return { fresh: new Set(), expired: new Set(), erased: new Set(), unstorable: events };
}
