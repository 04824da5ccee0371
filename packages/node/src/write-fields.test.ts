import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeFields } from './write-fields.js';

const options = fc.record(
  { userId: fc.string(), priority: fc.constant('P0'), identities: fc.dictionary(fc.string(), fc.string()) },
  { requiredKeys: [] },
);

test('an event is written as JSON.stringify would, with and without further fields', () => {
  const properties = fc.oneof(
    fc.dictionary(fc.string({ unit: 'binary' }), fc.anything({ withDate: true })),
    fc.constant({ toJSON: () => undefined }),
    fc.constant({ toJSON: () => ({ a: 1 }) }),
  );
  fc.assert(
    fc.property(options, fc.string({ unit: 'binary' }), properties, (more, eventName, held) => {
      const event = { ...more, eventName, eventTime: undefined, properties: held, eventId: undefined };
      expect(JSON.parse(`{${writeFields(event)}`)).toEqual(JSON.parse(JSON.stringify(event)));
    }),
  );
});

test('names without end are written right', () => {
  for (let n = 0; n < 2500; n++) {
    const event = { eventName: `n"${n % 1500}`, eventTime: undefined, properties: { n }, eventId: undefined };
    const text = writeFields(event);
    expect(JSON.parse(`{${text}`)).toEqual({ eventName: event.eventName, properties: { n } });
  }
});
