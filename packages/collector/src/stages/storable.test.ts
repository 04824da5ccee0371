import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readPlan } from '@pugmark/plan';
import { createMemoryStore, createPgliteStore, type Store } from '@pugmark/store';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { buildWorker } from '../../../store/src/testing/build-worker.ts';
import { copyTemplate } from '../../../store/src/testing/template.ts';
import { openEnvelope } from '../envelope.ts';
import { parseJson } from '../http/json.ts';
import { temporaryDirectory } from '../testing/cli-process.ts';
import { wireEvent } from '../testing/samples.ts';
import { createPlanCheck, type PlanMode } from './check-plan.ts';
import { createMarker } from './marks.ts';
import { runStages } from './run.ts';

const { plan } = readPlan({
  version: 1,
  name: 'shop',
  common: { store: 'string?' },
  events: { page_view: { properties: { title: 'string', amount: 'number?' } }, order_paid: {} },
});

const directory = temporaryDirectory();
afterAll(() => rm(directory, { recursive: true, force: true }));

async function openPglite(): Promise<Store> {
  const dataDir = join(directory, 'data');
  await copyTemplate(dataDir);
  await buildWorker();
  return createPgliteStore({ dataDir });
}

/** Text that databases choke on, and honest text whose cut falls into a character. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '\0',
        '\ud83d',
        '\ude00',
        '😀',
        'x',
        ' ',
        '\\',
        '"',
        '\u2028',
        '__proto__',
        "'",
        '\\u0000',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom(62, 63, 64, 127, 128, 255, 256, 2047, 8191),
      fc.constantFrom('😀 note', '\0', '\ud83d'),
    )
    .map(([length, end]) => 'x'.repeat(length) + end),
);
const hostileTime = fc.oneof(
  fc.constantFrom(
    '9999-12-31T23:59:59-14:00',
    '9999-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00Z',
    '1969-12-31T23:59:59+00:01',
    '1970-01-01T00:00:00Z',
    '2026-05-01T24:00:00Z',
    '+010000-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  hostile,
);
const hostileValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    hostile,
    fc.constantFrom(1e308, -0, 5e-324, 2 ** 53 + 2, true, null),
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(hostile, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const hostileEvent = fc
  .record(
    {
      eventId: fc.oneof(
        fc.uuid().map((id) => id.toUpperCase()),
        hostile,
      ),
      eventName: fc.constantFrom('page_view', 'order_paid', 'unknown_name', 'user_identify'),
      eventTime: hostileTime,
      deviceId: hostile,
      sessionId: hostile,
      platform: hostile,
      userId: hostile,
      streamId: hostile,
      seq: fc.oneof(fc.constantFrom(1, 2 ** 53 - 1, 2 ** 53 - 2, 10_000_001), fc.integer({ min: 1, max: 9 })),
      priority: hostile,
      referrer: hostile,
      osName: hostile,
      latitude: fc.double(),
      longitude: fc.double(),
      identities: fc.oneof(fc.dictionary(hostile, hostile), hostileValue),
      properties: fc.oneof(
        { weight: 5, arbitrary: fc.dictionary(hostile, hostileValue, { maxKeys: 6 }) },
        hostileValue,
      ),
    },
    { requiredKeys: [] },
  )
  .map((changes) => ({ ...wireEvent(), ...changes }));

const hostileReport = fc.record({
  streamId: hostile,
  reason: fc.oneof(fc.constantFrom('overflow', 'constructor', 'a_reason'), hostile),
  count: fc.oneof(fc.constantFrom(1, 2 ** 53 - 1), hostileValue),
  ranges: fc.oneof(
    fc.constant(undefined),
    fc.constant([[1, 2 ** 53 - 1]]),
    fc.constant([
      [1, 3],
      [2, 9],
    ]),
    hostileValue,
  ),
  by: hostile,
});

const asJson = (value: unknown) =>
  JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? String(item) : item)) ?? 'null';

describe.each(['memory', 'pglite'] as const)('whatever leaves the stages can be committed: %s', (kind) => {
  it.each<PlanMode>(['observe', 'enforce'])(
    'with a plan that they %s',
    async (mode) => {
      const store = kind === 'memory' ? createMemoryStore() : await openPglite();
      const planCheck = createPlanCheck(plan, mode);
      await fc.assert(
        fc.asyncProperty(
          fc.array(hostileEvent, { maxLength: 6 }),
          fc.array(hostileReport, { maxLength: 3 }),
          hostileTime,
          async (events, dropped, sentAt) => {
            const body = asJson({ sentAt, events, dropped });
            const batch = openEnvelope(parseJson(new TextEncoder().encode(body)), {
              maxEvents: 100,
              maxExpanded: 1e6,
            });
            const staged = runStages(batch.events, {
              marks: createMarker(),
              plan: planCheck,
              receivedAt: 1_800_000_000_000,
              ...(batch.sentAt === undefined ? {} : { sentAt: batch.sentAt }),
            });
            const committed = await store.commit({
              events: staged.events,
              dropped: batch.dropped,
              rejected: staged.rejectedNumbers,
              receivedAt: 1_800_000_000_000,
            });
            expect(committed.accepted + committed.duplicates + staged.rejected.length).toBe(events.length);
            // And reads as it was written.
            const fresh = staged.events.filter(
              (event, index) =>
                committed.fresh.has(event.eventId) &&
                staged.events.findIndex(({ eventId }) => eventId === event.eventId) === index,
            );
            const stored = await store.events({ limit: Math.max(1, fresh.length) });
            expect(stored.slice(0, fresh.length).reverse()).toEqual(JSON.parse(JSON.stringify(fresh)));
          },
        ),
        { numRuns: kind === 'memory' ? 400 : 150 },
      );
      await store.close();
    },
    120_000,
  );
});
