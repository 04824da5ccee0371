import { describe, expect, it } from 'vitest';
import { resolveOptions } from './options.js';
import { count, oneOf } from './readers.js';

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
      (name): [string, unknown[]] => [name, [null, '', '10', -1, 1.5, Number.NaN, true, {}, [5], BigInt(5)]],
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

  it('say what was meant, what a value must be, and what it is', () => {
    expect(() => resolve({ apiURL: apiUrl })).toThrow('there is no option "apiURL"; did you mean "apiUrl"?');
    expect(() => resolve({ apiUrl: 'collect.test' })).toThrow(
      'option "apiUrl" must be an http(s) address, without query, fragment or password, not "collect.test"',
    );
    expect(() => resolve({ apiUrl, consent: 'yes' })).toThrow(
      'option "consent" must be "granted", "denied", "pending", or { analytics, performance, marketing }, each true or false, not "yes"',
    );
  });

  it('refuse an address at which no collector can be', () => {
    for (const bad of [
      'https://c.test/?key=1',
      'https://c.test/#x',
      'https://u:p@c.test',
      'https://',
      'https://a b',
    ])
      expect(() => resolve({ apiUrl: bad }), bad).toThrow('"apiUrl"');
  });

  it('take an address in capitals, with blanks around it, as a URL, or with the route that the collector prints', () => {
    for (const good of [
      ' https://c.test ',
      new URL('https://c.test'),
      'https://c.test/tracking/events/batch',
    ])
      expect(resolve({ apiUrl: good }).apiUrl).toBe('https://c.test');
    expect(resolve({ apiUrl: 'HTTPS://c.test' }).apiUrl).toBe('HTTPS://c.test');
  });

  it('take a path of the page’s own site, where there is a page', () => {
    const at = (given: string) => resolveOptions({ apiUrl: given }, { origin: 'https://shop.test' }).apiUrl;
    expect(at('/collect')).toBe('https://shop.test/collect');
    expect(at('/')).toBe('https://shop.test');
    expect(at('//collect.test/a')).toBe('https://collect.test/a');
    expect(() => at('collect')).toThrow('or a path such as "/collect"');
  });

  it('take an async function, a list of another frame, and a number without an end', () => {
    const mask = async (properties: object) => properties;
    expect(resolve({ apiUrl, mask, maxRetries: Infinity })).toMatchObject({ mask, maxRetries: Infinity });
  });

  it('are not touched by what a library added to every object', () => {
    Object.defineProperty(Object.prototype, 'extend', {
      value() {},
      enumerable: true,
      configurable: true,
      writable: true,
    });
    try {
      expect(Object.keys(resolve({ apiUrl }))).not.toContain('extend');
    } finally {
      delete (Object.prototype as { extend?: unknown }).extend;
    }
  });

  it('name the queue by the address, so that no other address gets what waits in it', () => {
    expect(resolve({ apiUrl }).queue).toBe(resolve({ apiUrl: `${apiUrl}/` }).queue);
    expect(resolve({ apiUrl }).queue).not.toBe(resolve({ apiUrl: 'https://other.test' }).queue);
  });

  it('name the address when there are none', () => {
    for (const nothing of [undefined, null, {}]) expect(() => resolve(nothing)).toThrow('"apiUrl"');
  });

  it('take those that an adapter adds, read by its readers', () => {
    const readers = { timeout: count(5), mode: oneOf('a', ['a', 'b']) };
    expect(resolveOptions({ apiUrl, timeout: 7 }, { readers })).toMatchObject({ timeout: 7, mode: 'a' });
    expect(() => resolveOptions({ apiUrl, timeout: 'x' }, { readers })).toThrow(
      'option "timeout" must be a whole number, 0 or more, not "x"',
    );
  });
});
