import { expect, it } from 'vitest';
import { resolveOptions } from '../options/options.js';
import { createWorld } from '../testing/index.js';

it.each<[string, Record<string, string>]>([
  ['many', Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, 'x'.repeat(256)]))],
  ['long names', { ['k'.repeat(100_000)]: '1' }],
])('setUser with %s of identifiers keeps the log-in and costs no event', async (_, identities) => {
  const world = createWorld();
  world.collector.maxBytes = 1_048_576;
  const { track, tracker, warnings } = world.open();
  tracker.setUser('u', identities);
  track('a');
  expect(await tracker.flush()).toMatchObject({ acknowledged: 2, dropped: {} });
  expect(world.network.requests[0]?.body.length).toBeLessThan(32_000);
  expect(warnings[0]).toContain('of setUser was left out');
});
it('an option that goes with every event is no longer than the collector takes', () => {
  const apiUrl = 'https://c.test';
  expect(() => resolveOptions({ apiUrl, platform: 'x'.repeat(257) as never })).toThrow('"platform"');
});
