import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';

const SCRIPT = /<script([^>]*)>(.*?)<\/script>/gs;
/** Most pages do not need them, so the script tag does without. */
const NOT_IN_THE_TAG = ['gzip', 'masking', 'sampling', 'isSampled', 'createTimeEvent'];
/** What it answers is needed at once, so that it cannot wait in the snippet. */
const NEEDS_AN_ANSWER = [
  'contextHeaders',
  'createTracker',
  'isFirstVisit',
  'getDeviceId',
  'getSessionId',
  'getUserId',
  'getConsent',
];

/**
 * Runs the inline scripts as a page would before the script of the package is there, then that script, which must
 * take over every call that waits.
 *
 * @param {string} root
 * @param {import('./page.mjs').Block[]} blocks
 */
export async function checkHtml(root, blocks) {
  if (blocks.length === 0) return [];
  const dist = join(root, 'packages/browser/dist');
  const api = await import(pathToFileURL(join(dist, 'index.js')).href);
  const names = Object.keys(api).filter(
    (name) => !NOT_IN_THE_TAG.includes(name) && !NEEDS_AN_ANSWER.includes(name),
  );
  const built = readFileSync(join(dist, 'pugmark.iife.js'), 'utf8');

  // Markup alone shows attributes, and runs nothing.
  return blocks.flatMap(({ where, code }) => {
    if (!code.includes('<script')) return [];
    const page = vm.createContext({ console });
    try {
      vm.runInContext('var window = globalThis', page);
      for (const [, attributes, script] of code.matchAll(SCRIPT)) {
        if (!attributes?.includes('src=')) vm.runInContext(script ?? '', page);
      }
      const { q: waiting, ...stubs } = page.pugmark;
      const differing = names
        .filter((name) => !(name in stubs))
        .concat(Object.keys(stubs).filter((name) => !names.includes(name)));
      if (differing.length > 0)
        return [`${where}: the snippet should keep exactly the calls of the API: ${differing}`];
      if (waiting.length === 0) return [`${where}: no call waits for the script`];
      vm.runInContext(built, page);
      if (page.pugmark.q || page.pugmark.track === stubs.track)
        return [`${where}: the script took nothing over`];
      return [];
    } catch (error) {
      return [`${where}: ${/** @type {Error} */ (error).message}`];
    }
  });
}
