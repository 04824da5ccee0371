import type { WireEvent } from '@pugmark/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isObject } from '../object.ts';
import { wireEvent } from '../testing/samples.ts';
import { clean } from './clean.ts';
import { validate } from './validate.ts';

/** Text of which cleaning takes something away, or that it turns into something else. */
const text = fc
  .array(fc.constantFrom('\0', ' ', '\ud83d', '😀', '__proto__', 'constructor', 'a', 'x'.repeat(127)), {
    maxLength: 4,
  })
  .map((parts) => parts.join(''));
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const hostile = fc
  .record({
    deviceId: text,
    sessionId: text,
    platform: text,
    userId: text,
    streamId: text,
    identities: fc.dictionary(text, text, { maxKeys: 4 }),
    properties: fc.dictionary(text, value, { maxKeys: 4 }),
  })
  .map((fields) => ({ ...wireEvent(), ...fields }));

/** Keys at any depth. */
function keysIn(from: unknown): string[] {
  if (Array.isArray(from)) return from.flatMap(keysIn);
  return isObject(from) ? Object.keys(from).flatMap((key) => [key, ...keysIn(from[key])]) : [];
}

it('what is kept of a valid event is valid, has no key that reaches a prototype, and stays as it is when it is cleaned again', () => {
  fc.assert(
    fc.property(hostile, (event) => {
      const { valid } = validate([event as WireEvent]);
      const [kept] = clean(valid);
      if (!kept) return;
      const { facts, isTruncated: _, ...rest } = kept;
      const again = { ...rest, ...facts } as WireEvent;
      expect(validate([again]).rejected).toEqual([]);
      expect(keysIn(kept)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(__proto__|constructor|prototype)$/)]),
      );
      const { isTruncated: isTruncatedAgain, ...twice } = clean([again])[0] as typeof kept;
      expect(twice).toEqual({ ...rest, facts });
      expect(isTruncatedAgain).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
});

it.each(['deviceId', 'sessionId', 'platform'])('%s of which cleaning leaves nothing is none', (field) => {
  for (const blank of ['\0', ' \0 \0', '\t']) {
    const { valid, rejected } = validate([{ ...wireEvent(), [field]: blank }]);
    expect(valid).toEqual([]);
    expect(rejected[0]?.rejection.message).toContain(field);
  }
});

it('of keys that are alike once they are cleaned the first stays, and the event says that it is not whole', () => {
  const long = 'k'.repeat(128);
  for (const properties of [
    { a: 1, 'a ': 2 },
    { a: 1, 'a\0': 2 },
    { [`${long}1`]: 1, [`${long}2`]: 2 },
    { list: [{ a: 1, ' a': 2 }] },
  ]) {
    const [kept] = clean([{ ...wireEvent(), properties } as WireEvent]);
    expect(kept?.isTruncated).toBe(true);
    expect(JSON.stringify(kept?.properties)).not.toContain('2');
  }
});
