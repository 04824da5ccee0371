import { describe, expect, it } from 'vitest';
import { resolveOptions } from './options.js';

const apiUrl = 'https://collect.test';
const resolve = (options: unknown) => resolveOptions(options as never);

describe('options', () => {
  it('need only the address', () => {
    expect(resolve({ apiUrl })).toMatchObject({
      apiUrl,
      enabled: true,
      batchSize: 10,
      batchInterval: 5000,
      maxRetries: 3,
      sessionTimeout: 1_800_000,
      consent: 'granted',
      plugins: [],
    });
  });

  it('take an address with or without a slash at its end', () => {
    expect(resolve({ apiUrl: 'http://localhost:8080/base//' }).apiUrl).toBe('http://localhost:8080/base');
  });

  it('take every right value, and undefined for left out', () => {
    const given = {
      apiUrl,
      name: 'checkout',
      enabled: false,
      batchSize: 1,
      batchInterval: 0,
      maxRetries: 0,
      maxQueueBytes: 1_000_000,
      sessionTimeout: 60_000,
      consent: 'pending',
      writeKey: 'k',
      appVersion: '1',
      platform: 'admin',
      plugins: [{ name: 'p' }],
    };
    expect(resolve(given)).toMatchObject(given);
    const left = Object.keys(given).slice(1);
    expect(resolve({ apiUrl, ...Object.fromEntries(left.map((name) => [name, undefined])) })).toEqual(
      resolve({ apiUrl }),
    );
  });

  const wrong: [string, unknown[]][] = [
    ['apiUrl', [undefined, null, '', 'collect.test', 'ftp://a', '/tracking', 5, {}, ['https://a']]],
    ['enabled', [null, 0, 'true', {}]],
    ['name', [null, 5, {}, []]],
    ['writeKey', [null, 5]],
    ['appVersion', [null, 1.2]],
    ['platform', [null, {}]],
    ['consent', [null, '', 'yes', true, 'GRANTED', ['granted']]],
    ['plugins', [null, {}, 'p', 5]],
    ...['batchSize', 'batchInterval', 'maxRetries', 'maxQueueBytes', 'sessionTimeout'].map(
      (name): [string, unknown[]] => [
        name,
        [null, '', '10', -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, true, {}, [5], BigInt(5)],
      ],
    ),
  ];
  for (const [name, values] of wrong)
    it(`name ${name} when it is wrong`, () => {
      for (const value of values)
        expect(() => resolve({ apiUrl, [name]: value })).toThrow(
          expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(`"${name}"`) }),
        );
    });

  it('name what is no option', () => {
    for (const name of [
      'batchsize',
      'url',
      'string',
      'number',
      'object',
      'boolean',
      'toString',
      'constructor',
    ])
      for (const value of [1, 'x', true, [], {}])
        expect(() => resolve({ apiUrl, [name]: value }), `${name}: ${value}`).toThrow(
          expect.objectContaining({ message: expect.stringContaining(`"${name}"`) }),
        );
  });

  it('name the address when there are none', () => {
    for (const nothing of [undefined, null, {}]) expect(() => resolve(nothing)).toThrow('"apiUrl"');
  });

  it('take those that an adapter adds, checked by their defaults', () => {
    const more = { timeout: 5, mode: 'a' };
    expect(resolveOptions({ apiUrl, timeout: 7 }, more)).toMatchObject({ timeout: 7, mode: 'a' });
    expect(() => resolveOptions({ apiUrl, timeout: 'x' as never }, more)).toThrow('"timeout"');
  });
});
