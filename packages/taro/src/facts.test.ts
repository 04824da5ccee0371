import { expect, it } from 'vitest';
import { publishedVersion } from './facts.js';

const request = () => undefined;
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
