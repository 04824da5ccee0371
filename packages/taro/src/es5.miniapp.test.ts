import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';
import { expect, it } from 'vitest';

/** The imports of the ES module build are the one thing that ES5 has no words for. */
const withoutModule = (code: string) =>
  code.replace(/import\s*[\w{},* $]*\s*from\s*["'][^"']+["'];?/g, '').replace(/export\s*\{[^}]*\};?/g, '');

for (const file of ['index', 'mini', 'h5'].flatMap((name) => [`${name}.js`, `${name}.cjs`])) {
  it(`ships ${file} in ES5, with the engine inside`, () => {
    const code = readFileSync(fileURLToPath(new URL(`../dist/${file}`, import.meta.url)), 'utf8');
    expect(() => parse(withoutModule(code), { ecmaVersion: 5 })).not.toThrow();
    expect(code).not.toMatch(/@pugmark\/core|regeneratorRuntime/);
  });
}

it('brings nothing of the browser into a mini-program', () => {
  const app = new URL('../../../examples/taro/dist/weapp/', import.meta.url);
  const code = readdirSync(app)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(new URL(name, app), 'utf8'))
    .join('');
  expect(code).toContain('the platform refuses requests');
  expect(code).not.toMatch(/sendBeacon|keepalive/);
});
