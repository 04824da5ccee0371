import { relative } from 'node:path';
import type ts from 'typescript';
import type { Plan } from '../format/plan.js';
import { checkCall, type FindingCode } from './check-call.js';
import { createEvaluate } from './evaluate.js';
import { findCalls } from './find-calls.js';
import { findFiles } from './find-files.js';
import { createResolve } from './names.js';
import { createOwnCallee } from './own-callee.js';
import { createProgram } from './program.js';
import { readSource } from './source-text.js';
import type { Wrapper } from './wrapper.js';

export interface ScanOptions {
  paths: readonly string[];
  wrappers?: readonly Wrapper[];
  /** Globs of files to leave out, from each path. */
  ignore?: readonly string[];
  /** What relative paths begin at. Default: where the process runs. */
  directory?: string;
}

export interface Place {
  file: string;
  line: number;
  column: number;
}

export interface Finding extends Place {
  code: FindingCode;
  message: string;
}

export interface ScanResult {
  files: number;
  calls: number;
  findings: Finding[];
  /** Where each event of the plan is fired; none: never. */
  fired: Record<string, Place[]>;
}

const IGNORE = /\bpugmark-ignore-next-line\b/;

/** Compares what the code tracks with the plan, without running the code. */
export async function scan(
  plan: Plan,
  { paths, wrappers = [], ignore = [], directory = process.cwd() }: ScanOptions,
): Promise<ScanResult> {
  const files = await findFiles(paths, ignore);
  const sources = await Promise.all(files.map(readSource));
  const program = createProgram(sources, directory);
  const resolve = createResolve(program.getTypeChecker());
  const evaluate = createEvaluate(resolve);
  const tools = { resolve, evaluate, ownCallee: createOwnCallee(resolve), wrappers };

  const result: ScanResult = { files: files.length, calls: 0, findings: [], fired: {} };
  for (const name of Object.keys(plan.events)) result.fired[name] = [];
  for (const { name, file, original } of sources) {
    const source = program.getSourceFile(name);
    if (!source) continue;
    const lines = original.split('\n');
    const silent = (line: number) => IGNORE.test(lines[line - 2] ?? '');
    const shown = relative(directory, file);
    for (const call of findCalls(source, tools)) {
      result.calls += 1;
      const place = placeOf(call.node, source, shown);
      for (const event of new Set(call.events)) result.fired[event]?.push(place);
      if (silent(place.line)) continue;
      for (const { at, code, message } of checkCall(call, plan, evaluate)) {
        const where = placeOf(at, source, shown);
        if (!silent(where.line)) result.findings.push({ ...where, code, message });
      }
    }
  }
  return result;
}

function placeOf(node: ts.Node, source: ts.SourceFile, file: string): Place {
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file, line: line + 1, column: character + 1 };
}
