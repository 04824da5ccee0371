import { randomUUID } from 'node:crypto';
import type { WireEvent } from '@pugmark/core';
import { createPostgresStore } from '@pugmark/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../store/src/testing/postgres-database.ts';
import { wireEvent } from './testing/samples.ts';
import { type Served, serve } from './testing/serve.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const ROUNDS = 40;
const EVENTS = 300;
const STREAMS = 20;

interface Answer {
  accepted: number;
  duplicates: number;
  rejected: unknown[];
}

/** Events of many streams, names and people, as pages send them. */
function roundOf(round: number): WireEvent[] {
  return Array.from({ length: EVENTS }, (_, index) =>
    wireEvent({
      eventId: randomUUID(),
      eventName: ['page_view', 'order_paid', 'search'][index % 3] as string,
      deviceId: `device-${index % STREAMS}`,
      userId: `user-${index % 7}`,
      streamId: `stream-${index % STREAMS}`,
      seq: (round * EVENTS + index - (index % STREAMS)) / STREAMS + 1,
    }),
  );
}

/** Posts a batch in two halves at once; answers what both came to. */
async function send({ send: post }: Served, events: WireEvent[]): Promise<Answer[]> {
  const half = events.length / 2;
  const bodies = [events.slice(0, half), events.slice(half)];
  const responses = await Promise.all(bodies.map((part) => post({ events: part })));
  expect(responses.map(({ status }) => status)).toEqual([200, 200]);
  return Promise.all(responses.map(async (response) => (await response.json()) as Answer));
}

it('two collectors that get the same events in opposite orders store each once, and no deadlock comes through', async () => {
  const errors: unknown[] = [];
  const open = async () =>
    serve({
      store: await createPostgresStore({ url: database.url, keepDays: 1 }),
      rateLimit: 1_000_000,
      onStoreError: (error) => errors.push(error),
    });
  const [first, second] = [await open(), await open()];
  let accepted = 0;
  let duplicates = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const events = roundOf(round);
    const answers = await Promise.all([send(first, events), send(second, [...events].reverse())]);
    for (const answer of answers.flat()) {
      accepted += answer.accepted;
      duplicates += answer.duplicates;
      expect(answer.rejected).toEqual([]);
    }
  }
  expect(errors).toEqual([]);
  expect({ accepted, duplicates }).toEqual({ accepted: ROUNDS * EVENTS, duplicates: ROUNDS * EVENTS });
  for (const collector of [first, second]) {
    const { total, streams } = await collector.read<{ total: object; streams: object[] }>('/streams');
    expect(total).toMatchObject({
      streams: STREAMS,
      received: ROUNDS * EVENTS,
      rejected: 0,
      lost: 0,
      dropped: 0,
      contradictions: 0,
    });
    expect(streams).toHaveLength(STREAMS);
    for (const stream of streams) {
      expect(stream).toMatchObject({ received: (ROUNDS * EVENTS) / STREAMS, gaps: [], marks: [] });
    }
    expect(await collector.read('/api/counts')).toMatchObject({ total: ROUNDS * EVENTS, names: 3 });
  }
  // They are not made good by trying again: there are none.
  const [server] = await database.query(
    'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
  );
  expect(server).toEqual({ deadlocks: 0 });
  const [stored] = await database.query('SELECT count(*)::integer AS rows FROM events');
  expect(stored).toEqual({ rows: ROUNDS * EVENTS });
}, 120_000);
