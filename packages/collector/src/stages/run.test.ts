import { createMemoryStore } from '@pugmark/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openEnvelope } from '../envelope.ts';
import { parseJson } from '../http/json.ts';
import { RefusedError } from '../refusal.ts';
import { wireEvent } from '../testing/samples.ts';
import { createMarker } from './marks.ts';
import { runStages } from './run.ts';

const limits = { maxEvents: 2000, maxExpanded: 1_000_000 };

async function accountFor(body: string) {
  const batch = openEnvelope(parseJson(new TextEncoder().encode(body)), limits);
  const { events, rejected, rejectedNumbers } = runStages(batch.events, {
    marks: createMarker(),
    receivedAt: 1_800_000_000_000,
  });
  const { accepted, duplicates } = await createMemoryStore().commit({
    events,
    dropped: batch.dropped,
    rejected: rejectedNumbers,
    receivedAt: 0,
  });
  return { sent: batch.events.length, known: accepted + duplicates + rejected.length };
}

/** Mostly valid events, each with some fields replaced by anything. */
const anyEvent = fc
  .record(
    {
      eventId: fc.oneof(fc.uuid(), fc.constantFrom('00000000-0000-4000-8000-000000000000'), fc.anything()),
      eventName: fc.oneof(fc.constantFrom('page_view', 'qr_scan'), fc.string()),
      eventTime: fc.oneof(
        fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        fc.string(),
      ),
      deviceId: fc.oneof(fc.string(), fc.jsonValue()),
      sessionId: fc.string({ minLength: 1 }),
      properties: fc.oneof(fc.object(), fc.jsonValue()),
      seq: fc.oneof(fc.integer(), fc.double()),
      streamId: fc.string(),
      identities: fc.jsonValue(),
      latitude: fc.double(),
    },
    { requiredKeys: [] },
  )
  .map((changes) => ({ ...wireEvent(), ...changes }));

const asJson = (value: unknown) =>
  JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? String(item) : item)) ?? 'null';

it('accounts for every event of any batch: accepted, duplicate or rejected', async () => {
  const group = fc.record({
    shared: fc.oneof(anyEvent, fc.constant({})),
    events: fc.array(fc.oneof(anyEvent, fc.jsonValue())),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(group), fc.array(anyEvent), fc.jsonValue(), async (groups, events, sentAt) => {
      const { sent, known } = await accountFor(asJson({ groups, events, sentAt }));
      expect(known).toBe(sent);
    }),
    { numRuns: 150 },
  );
}, 60_000);

it('answers any body at all with a refusal at worst', async () => {
  const anyBody = fc.oneof(
    fc.string(),
    fc.jsonValue().map(asJson),
    fc.record({ events: fc.jsonValue(), groups: fc.jsonValue(), dropped: fc.jsonValue() }).map(asJson),
  );
  await fc.assert(
    fc.asyncProperty(anyBody, async (body) => {
      try {
        const { sent, known } = await accountFor(body);
        expect(known).toBe(sent);
      } catch (error) {
        expect(error).toBeInstanceOf(RefusedError);
      }
    }),
    { numRuns: 400 },
  );
}, 60_000);
