import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock, createSeededRandom } from '../testing/index.js';
import { utf8Size } from './utf8.js';
import { createUuid } from './uuid.js';

/** UTF-16 units, so that lone surrogates come up too. */
const anyText = fc
  .array(fc.oneof(fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }), fc.nat(0x7f)))
  .map((units) => String.fromCharCode(...units));

describe('utf8Size', () => {
  it('is what an encoder makes, also of lone surrogates', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'grapheme' })), (text) => {
        expect(utf8Size(text)).toBe(Buffer.byteLength(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('knows the borders', () => {
    for (const text of [
      '',
      '\x7f',
      '\x80',
      '\u07ff',
      '\u0800',
      '\uffff',
      '😀',
      '\ud800',
      '\udc00\ud800',
      'a\ud83d',
    ])
      expect(utf8Size(text)).toBe(Buffer.byteLength(text));
  });
});

describe('uuid', () => {
  const clock = createFakeClock();
  const uuid = createUuid({ clock, random: createSeededRandom(7) });

  it('has the shape of version 7', () => {
    for (let i = 0; i < 1000; i++)
      expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('begins with the time', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 48 - 1), (now) => {
        const id = createUuid({ clock: { ...clock, now: () => now }, random: createSeededRandom(1) })();
        expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(now);
      }),
    );
  });

  it('never comes twice, and sorts by time', () => {
    const ids: string[] = [];
    for (let i = 0; i < 20_000; i++) ids.push(uuid());
    expect(new Set(ids).size).toBe(ids.length);
    clock.jump(1);
    const later = uuid();
    expect(ids.every((id) => id < later)).toBe(true);
  });
});
