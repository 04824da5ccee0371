import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** Compiled, never run. */
const RIGHT = "track('landing_page_view', { version: 'a' });";
const WRONG = [
  "track('landing_page_view', { version: 7 });",
  "track('landing_page_view', { versoin: 'a' });",
  "track('landing_page_view');",
  "track('landing_pageview', { version: 'a' });",
];

it('a call that is off the plan fails tsc at its line', () => {
  const directory = fileURLToPath(new URL('.', import.meta.url));
  const file = `${directory}fixture.ts`;
  const text = ["import { track } from './tracking.ts';", RIGHT, ...WRONG].join('\n');
  const { config } = ts.readConfigFile(`${directory}../tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, `${directory}..`);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : read(name, ...rest);
  const program = ts.createProgram([file, `${directory}env.d.ts`], options, host);
  const source = program.getSourceFile(file);
  const lines = program
    .getSemanticDiagnostics(source)
    .map(({ start }) => source?.getLineAndCharacterOfPosition(start ?? 0).line);
  expect(lines).toEqual([2, 3, 4, 5]);
}, 60_000);
