import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('./', import.meta.url);
const words = async (language: string) =>
  ((await import(`./words-${language}.js`)) as { default: Record<string, string> }).default;

it('says the same things in both languages, with the same values', async () => {
  const [en, zh] = await Promise.all([words('en'), words('zh')]);
  const valuesOf = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  for (const [key, text] of Object.entries(en))
    expect([key, valuesOf(zh[key])]).toEqual([key, valuesOf(text)]);
});

it('has words for whatever the page names', async () => {
  const en = await words('en');
  const text = readdirSync(folder)
    .filter((name) => /\.(js|html)$/.test(name))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const named = [...text.matchAll(/data-say[a-z-]*="(\w+)"|\bsay\('(\w+)'/g)].map(([, a, b]) => a ?? b);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((key) => key !== undefined && !Object.hasOwn(en, key))).toEqual([]);
});
