import { describe, expect, it } from 'vitest';
import { isSampled, type SamplingRates, sampling } from './sampling.js';

/** As browsers make them: version 7, so that those of one hour begin alike. */
const ids = Array.from(
  { length: 20_000 },
  (_, i) => `0196f5a0-${(i % 7).toString(16)}c00-7000-8000-${(i * 7919).toString(16).padStart(12, '0')}`,
);

describe('sampling', () => {
  it('keeps the share that it says, also of ids that look alike', () => {
    for (const rate of [0.01, 0.1, 0.5, 0.9]) {
      const kept = ids.filter((id) => isSampled(id, rate)).length / ids.length;
      // Five standard deviations.
      expect(Math.abs(kept - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / ids.length));
    }
    const counted = Array.from({ length: 10_000 }, (_, i) => `${i}`);
    expect(counted.filter((id) => isSampled(id, 0.3)).length / 10_000).toBeCloseTo(0.3, 1);
  });

  it('keeps nobody at 0, everybody at 1, and who is in a smaller share in every larger one', () => {
    for (const id of ids.slice(0, 2000)) {
      expect(isSampled(id, 0)).toBe(false);
      expect(isSampled(id, 1)).toBe(true);
      if (isSampled(id, 0.1)) expect(isSampled(id, 0.2)).toBe(true);
    }
  });

  it('decides alike for good: these are what every SDK answers', () => {
    const places = ['device-1', 'device-2', '0196f5a0-5c00-7000-8000-000000000001', '张三'].map(
      (id) => ids.filter((_, tenth) => tenth < 10 && !isSampled(id, tenth / 10)).length,
    );
    expect(places).toMatchInlineSnapshot(`
      [
        1,
        2,
        8,
        3,
      ]
    `);
  });

  it('has a rate for each event, and one for all others', () => {
    const id = ids.find((each) => isSampled(each, 0.1)) as string;
    const decide = sampling({ a: 0.1, b: 0, default: 0.5 });
    expect([decide('a', id), decide('b', id), decide('c', id)]).toEqual([0.1, 0, 0.5]);
    expect(sampling({ a: 0 })('b', id)).toBe(1);
    expect(sampling({})('constructor', id)).toBe(1);
    expect(sampling({ a: undefined })('a', id)).toBe(1);
  });

  it('refuses what is no rate, and names that no event has', () => {
    const bad = [
      { a: -0.1 },
      { a: 1.1 },
      { a: Number.NaN },
      { a: '0.1' },
      { 'Page View': 0.1 },
      [],
      0.1,
      null,
    ];
    for (const rates of bad) expect(() => sampling(rates as SamplingRates)).toThrow(TypeError);
  });
});
