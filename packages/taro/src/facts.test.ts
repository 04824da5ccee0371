import { expect, it } from 'vitest';
import { createFacts, publishedVersion } from './facts.js';
import type { NativeApi } from './mini-api.js';

const request = () => undefined;
const on = (networkType: string): NativeApi => ({
  request,
  getNetworkType: ({ success }) => success({ networkType }),
});

it('tells the network in the same words on every platform, and nothing where it is not known', () => {
  expect(createFacts(on('wifi')).facts().network).toBe('wifi');
  expect(createFacts(on('WIFI')).facts().network).toBe('wifi');
  expect(createFacts(on('UNKNOWN')).facts().network).toBeUndefined();
  expect(createFacts(on('unknown')).facts().network).toBeUndefined();
});

it('reads the published version from where the platform has it', () => {
  const version = '1.2.3';
  expect(publishedVersion({ request, getAccountInfoSync: () => ({ miniProgram: { version } }) })).toBe(
    version,
  );
  expect(publishedVersion({ request, getEnvInfoSync: () => ({ microapp: { mpVersion: version } }) })).toBe(
    version,
  );
  expect(publishedVersion({ request })).toBe('');
});
