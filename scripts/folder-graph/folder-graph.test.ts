import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkRights, checkTable } from './check-rights.mjs';
import { findFolderCycles } from './find-cycles.mjs';
import { readPackages } from './read-package.mjs';

/** Packages of these files, read from a directory of their own. */
function packagesOf(files: Record<string, string>) {
  const root = mkdtempSync(join(tmpdir(), 'pugmark-folders-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return readPackages(root);
}

/** The circles of one package, each as its parts in alphabetical order. */
function cyclesOf(files: Record<string, string>) {
  const inSrc = Object.entries(files).map(([path, text]) => [`packages/node/src/${path}`, text]);
  return packagesOf(Object.fromEntries(inSrc)).flatMap((each) =>
    findFolderCycles(each).map((cycle) => cycle.map(({ from }) => from).sort()),
  );
}

const faultsOf = (files: Record<string, string>) =>
  packagesOf(files).flatMap((each) => checkRights(each).map((fault) => fault.slice(0, fault.indexOf(' '))));

it('finds two folders that import each other, one of them for a type alone', () => {
  expect(
    cyclesOf({
      'log/log.ts': "import type { Ledger } from '../tracker/ledger.ts';",
      'tracker/ledger.ts': 'export type Ledger = {};',
      'tracker/engine.ts': "export * from '../log/log.ts';",
    }),
  ).toEqual([['log/', 'tracker/']]);
});

it('finds a circle of three folders and one of folders within a folder', () => {
  expect(
    cyclesOf({
      'a/a.ts': "import '../b/b.ts';",
      'b/b.ts': "import '../c/c.ts';",
      'c/c.ts': "import '../a/other.ts';",
      'a/other.ts': '',
      'd/x/x.ts': "type Y = import('../y/y.ts').Y;",
      'd/y/y.ts': 'export type Y = 1; await import("../x/x.ts");',
    }),
  ).toEqual([
    ['a/', 'b/', 'c/'],
    ['x/', 'y/'],
  ]);
});

it('lets a file of src stand between two folders, but not import a folder that imports it', () => {
  const files = {
    'index.ts': "export * from './log/log.ts';",
    'log/log.ts': "import { now } from '../clock.ts';",
    'clock.ts': 'export const now = 1;',
  };
  expect(cyclesOf(files)).toEqual([]);
  expect(cyclesOf({ ...files, 'clock.ts': "import './log/entry.ts';", 'log/entry.ts': '' })).toEqual([
    ['clock.ts', 'log/'],
  ]);
});

it('sees an import by the own published name, one in JSDoc and one without the ending of its file', () => {
  expect(
    cyclesOf({
      'index.ts': "export * from './log/log.js';",
      'log/log.ts': "import { track } from '@pugmark/node';",
      'a/a.mjs': "/** @param {import('../b/b.mjs').B} b */ export function a(b) {}",
      'b/b.mjs': "import '../a/a';",
      'b/a.mjs': "import '../a/a.mjs';",
    }),
  ).toEqual([
    ['a/', 'b/'],
    ['index.ts', 'log/'],
  ]);
});

it('does not take a test, a comment or a text for an import', () => {
  expect(
    cyclesOf({
      'log/log.test.ts': "import '../tracker/engine.ts';",
      'log/log.ts': "// import '../tracker/engine.ts'\nconst text = \"import '../tracker/engine.ts'\";",
      'tracker/engine.ts': "import '../log/log.ts';",
    }),
  ).toEqual([]);
});

it('names the line of an import that its package has no right to', () => {
  expect(
    faultsOf({
      'packages/core/src/a.ts': "\nimport 'idb-keyval';",
      'packages/plan/src/types.ts': "import type { Event } from '@pugmark/core';",
      'packages/plan/src/values.ts': "// a comment\nimport { type Event, track } from '@pugmark/core';",
      'packages/plan/src/words.ts': "import { WORDS } from '@pugmark/core/vocabulary';",
      'packages/browser/src/index.ts': "import '@pugmark/core';\nimport '@pugmark/node';",
      'packages/taro/src/h5/page.ts': "import '@pugmark/browser';",
      'packages/taro/src/mini.ts': "import '@pugmark/browser';",
    }),
  ).toEqual([
    'packages/browser/src/index.ts:2:',
    'packages/core/src/a.ts:2:',
    'packages/plan/src/values.ts:2:',
    'packages/taro/src/mini.ts:1:',
  ]);
});

it('refuses a way into the sources of another package, but for tests', () => {
  const text = "import '../../core/src/platform.ts';";
  expect(
    faultsOf({
      'packages/core/src/platform.ts': '',
      'packages/node/src/send.ts': text,
      'packages/node/src/send.test.ts': text,
      'packages/chaos/src/index.mjs': text,
    }),
  ).toEqual(['packages/chaos/src/index.mjs:1:', 'packages/node/src/send.ts:1:']);
});

it('asks for a row for a new package, and for rows in the order of their arrows', () => {
  expect(faultsOf({ 'packages/novel/src/index.ts': '' })).toEqual(['packages/novel']);
  expect(checkTable()).toEqual([]);
  expect(
    checkTable([
      { name: 'a', imports: { b: 'types' } },
      { name: 'b', imports: {} },
    ]),
  ).toHaveLength(1);
});
