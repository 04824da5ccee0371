import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from './program.ts';

const root = new URL('../../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const options = createProgram().commands.flatMap((command) => command.options);
const serve = createProgram().commands.find((command) => command.name() === 'serve');

it('names no variable in its files and pages of operation that the command line does not have', () => {
  const known = new Set(options.map(({ envVar }) => envVar));
  const files = [
    ...readdirSync(new URL('deploy/', root)).map((name) => `deploy/${name}`),
    'docs/operations.md',
    'docs/operations.zh-CN.md',
  ];
  for (const file of files) {
    const named = read(file).match(/PUGMARK_[A-Z_]+/g) ?? [];
    expect([file, named.filter((name) => !known.has(name))]).toEqual([file, []]);
  }
});

it('has a file of settings that are there', () => {
  const keys = Object.keys(parse(read('deploy/collector.yaml')));
  const known = serve?.options.map((option) => option.attributeName());
  expect(known).toEqual(expect.arrayContaining(keys));
});

it('names each command in the pages of operation', () => {
  const names = createProgram().commands.map((command) => command.name());
  for (const page of ['docs/operations.md', 'docs/operations.zh-CN.md']) {
    for (const name of names.filter((command) => !['serve', 'erase', 'replay-rejected'].includes(command))) {
      expect(read(page), `${page} names ${name}`).toMatch(new RegExp(`\\| \`${name}\\b`));
    }
  }
});

it('has alerts about figures that the collector tells', () => {
  const metrics = read('packages/collector/src/metrics/metrics.ts');
  const named = new Set(read('deploy/alerts.yaml').match(/pugmark_[a-z_]+/g));
  for (const name of named) {
    expect(metrics).toContain(`'${name.replace(/^pugmark_/, '').replace(/_bucket$/, '')}'`);
  }
  expect(parse(read('deploy/alerts.yaml')).groups[0].rules.length).toBeGreaterThan(5);
});

it('has a composition whose services can be told apart from a slip of the hand', () => {
  const { services, volumes } = parse(read('deploy/compose.yaml'));
  expect(Object.keys(services)).toEqual(['collector', 'database']);
  expect(services.collector.depends_on.database.condition).toBe('service_healthy');
  expect(services.database.volumes[0].split(':')[0]).toBe(Object.keys(volumes)[0]);
});
