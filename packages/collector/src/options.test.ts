import { expect, it } from 'vitest';
import { type CollectorOptions, isLoopback, readOptions } from './options.ts';

it.each<[string, CollectorOptions]>([
  ['port', { port: 70_000 }],
  ['rateLimit', { rateLimit: 0 }],
  ['maxBody', { maxBody: 1.5 }],
  ['token', { token: 'short' }],
  ['allowOrigin', { allowOrigin: ['shop.example'] }],
  ['openView', { openView: true, host: '0.0.0.0' }],
  ['writeKeys', { writeKeys: [''] }],
])('names %s when it makes no sense', (name, options) => {
  expect(() => readOptions(options, () => 'a-random-token')).toThrow(new RegExp(`^${name} `));
});

it('knows which hosts can only be this machine', () => {
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '::1', '[::1]'])
    expect(isLoopback(host)).toBe(true);
  for (const host of ['0.0.0.0', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', '']) {
    expect(isLoopback(host)).toBe(false);
  }
});
