/**
 * `npm test`: installs, builds, finds a Chromium and runs all tests. Further arguments go to vitest, such as
 * `npm test -- --project unit`.
 */
import { requireNode } from './lib/node-version.mjs';

requireNode();
const { test } = await import('./lib/test.mjs');
process.exit(await test(process.argv.slice(2)));
