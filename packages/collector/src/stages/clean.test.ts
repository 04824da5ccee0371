import type { WireEvent } from '@pugmark/core';
import { expect, it } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { clean } from './clean.ts';

function cleanOne(changes: object) {
  return clean([{ ...wireEvent(), ...changes } as WireEvent])[0];
}

it('trims, cuts what is overlong without splitting a character, and drops unknown fields', () => {
  const event = cleanOne({
    deviceId: ' d ',
    referrer: `${'x'.repeat(2047)}😀`,
    hack: 1,
    properties: { ' title ': ' 标题 ' },
  });
  expect(event).toMatchObject({ deviceId: 'd', properties: { title: '标题' } });
  expect(event?.facts.referrer).toBe('x'.repeat(2047));
  expect(event).not.toHaveProperty('hack');
});

it('drops facts of the wrong type and places that are not on earth', () => {
  expect(cleanOne({ osName: {}, appVersion: 3, latitude: 91, longitude: 0 })?.facts).toEqual({
    appVersion: '3',
  });
  expect(cleanOne({ latitude: 31.2, longitude: 121.4 })?.facts).toEqual({
    latitude: 31.2,
    longitude: 121.4,
  });
});

it('lets no property reach a prototype, at any depth', () => {
  const properties = JSON.parse(
    '{"__proto__":{"polluted":1},"a":{"constructor":{"prototype":{"polluted":1}},"b":[{"__proto__":{"polluted":1},"c":1}]},"\\u0000__proto__":{"polluted":1}}',
  );
  const event = cleanOne({ properties });
  expect(event?.properties).toEqual({ a: { b: [{ c: 1 }] } });
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

it('takes out what a database cannot hold', () => {
  const event = cleanOne({ userId: 'a\0b', properties: { text: 'x\ud800y', 'k\0': '\0' } });
  expect(event).toMatchObject({ userId: 'ab', properties: { text: 'x\ufffdy', k: '' } });
});
