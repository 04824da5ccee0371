/**
 * `pnpm docs-check`: what the documentation shows must be true of the packages as they are built.
 *
 * - ts and js blocks compile against the built packages, html blocks run with the built script, bash blocks parse and
 *   name only scripts and flags that exist, json blocks parse;
 * - both languages of a page show the same code;
 * - relative links and images exist;
 * - the option tables hold every option with its default, the troubleshooting tables every message.
 *
 * A block that cannot be checked says so with another info string: `sh`, `text`, `mermaid`, `yaml`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkHtml } from './docs-check/html.mjs';
import { checkLinks } from './docs-check/links.mjs';
import { readPage } from './docs-check/page.mjs';
import { checkShell } from './docs-check/shell.mjs';
import { checkMessages, checkOptions } from './docs-check/tables.mjs';
import { checkTwin } from './docs-check/twins.mjs';
import { checkTypes } from './docs-check/types.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const UNCHECKED = new Set(['sh', 'text', 'mermaid', 'yaml']);
/** Every page in two languages; the second has `.zh-CN` before its ending. */
const TRANSLATED = [
  'README.md',
  'docs/getting-started-web.md',
  'docs/getting-started-node.md',
  'docs/getting-started-taro.md',
  'docs/capture.md',
  'docs/consent.md',
  'docs/identity.md',
  'docs/plan-at-run-time.md',
  'docs/tracking-plan.md',
];

const twinOf = (/** @type {string} */ path) => path.replace(/\.md$/, '.zh-CN.md');
const GUIDES = TRANSLATED.flatMap((path) => [path, twinOf(path)]);
const CHECKED_CODE = [...GUIDES, 'docs/node-frameworks.md'];

if (!existsSync(join(ROOT, 'packages/browser/dist/index.d.ts'))) {
  console.error('The packages are not built: run `pnpm build` first.');
  process.exit(1);
}

const paths = [
  ...readdirSync(ROOT).filter((name) => /^README.*\.md$/.test(name)),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const pages = new Map(paths.map((path) => [path, readPage(ROOT, path)]));
/** @type {string[]} */
const problems = [];

for (const path of CHECKED_CODE) if (!pages.has(path)) problems.push(`${path}: is missing`);
for (const page of pages.values()) problems.push(...checkLinks(ROOT, page));

const blocks = CHECKED_CODE.flatMap((path) => pages.get(path)?.blocks ?? []);
const checks = {
  ts: checkTypes,
  js: checkTypes,
  html: checkHtml,
  bash: checkShell,
  json: checkJson,
};
for (const check of new Set(Object.values(checks))) {
  const wanted = blocks.filter(({ language }) => checks[/** @type {keyof checks} */ (language)] === check);
  problems.push(...(await check(ROOT, wanted)));
}
for (const { where, language } of blocks) {
  if (language in checks || UNCHECKED.has(language)) continue;
  problems.push(
    `${where}: "${language}" is not known here: ${[...Object.keys(checks), ...UNCHECKED].join(', ')}`,
  );
}

for (const path of TRANSLATED) {
  const [page, twin] = [pages.get(path), pages.get(twinOf(path))];
  if (page && twin) problems.push(...checkTwin(page, twin));
}
for (const path of GUIDES) {
  const page = pages.get(path);
  // The Taro guide points to the tables of the web guide.
  if (!page || !path.includes('getting-started') || path.includes('taro')) continue;
  const adapter = path.includes('node') ? 'node' : 'browser';
  problems.push(...checkOptions(ROOT, page, adapter), ...checkMessages(ROOT, page, adapter));
}

/**
 * @param {string} _root
 * @param {import('./docs-check/page.mjs').Block[]} wanted
 */
function checkJson(_root, wanted) {
  return wanted.flatMap(({ where, code }) => {
    try {
      JSON.parse(code);
      return [];
    } catch (error) {
      return [`${where}: ${/** @type {Error} */ (error).message}`];
    }
  });
}

for (const problem of problems) console.error(problem);
if (problems.length === 0)
  console.log(`docs-check: ${pages.size} pages, ${blocks.length} blocks, no problem`);
process.exitCode = problems.length === 0 ? 0 : 1;
