import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { expect, it } from 'vitest';

/** The imports of the ES module build are the one thing that ES5 has no words for. */
const withoutModule = (code: string) =>
  code
    .replace(/import\s*[\w{},* $]*\s*from\s*["'][^"']+["'];?/g, '')
    .replace(/export\s*\{[^}]*\}(\s*from\s*["'][^"']+["'])?;?/g, '');

const FILES = ['index', 'mini', 'h5', 'lean', 'lean-captures', 'lean-mini', 'lean-h5'].flatMap((name) => [
  `${name}.js`,
  `${name}.cjs`,
]);

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../dist/${path}`, import.meta.url)), 'utf8');

for (const [folder, ecmaVersion] of [
  ['', 5],
  ['es2017/', 2017],
] as const) {
  it.each(FILES)(`ships ${folder}%s in no newer language than it says, with the engine inside`, (file) => {
    const code = read(folder + file);
    expect(() => parse(withoutModule(code), { ecmaVersion })).not.toThrow();
    expect(code).not.toMatch(/@pugmark\/core|regeneratorRuntime/);
  });
}

it('carries nothing of what only a page can do', () => {
  expect(read('mini.js')).not.toMatch(/isCompressed|localStorage|beacon/i);
  // What an app names none of is not there.
  expect(read('lean-mini.js')).not.toMatch(/app_launch|page_leave|network_change|error_occurred/);
});

it('brings nothing of the browser into a mini-program', () => {
  const app = new URL('../../../examples/taro/dist/weapp/', import.meta.url);
  const code = readdirSync(app)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(new URL(name, app), 'utf8'))
    .join('');
  expect(code).toContain('the platform refuses requests');
  expect(code).not.toMatch(/sendBeacon|keepalive/);
});
