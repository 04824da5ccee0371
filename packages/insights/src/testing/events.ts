import { createMemoryStore, type Source, type StoredEvent } from '@pugmark/store';
import { storedEvent } from '@pugmark/store/testing';

/** An event at an instant, of a user's device. */
export function at(time: string, eventName: string, changes: Partial<StoredEvent> = {}): StoredEvent {
  const eventTime = new Date(time).toISOString();
  return storedEvent({ eventName, eventTime, clientTime: eventTime, facts: {}, properties: {}, ...changes });
}

/** A source that holds these events, in the order of their arrival. */
export async function sourceOf(
  events: StoredEvent[],
  dropped: { streamId: string; reason: string; ranges: [number, number][] }[] = [],
): Promise<Source> {
  const store = createMemoryStore();
  await store.commit({ events, dropped, rejected: [], receivedAt: Date.parse('2026-11-30T00:00:00Z') });
  return store.source;
}
