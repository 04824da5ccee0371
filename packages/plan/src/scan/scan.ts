import { relative } from 'node:path';
import type ts from 'typescript';
import type { Plan } from '../format/plan.js';
import { checkCall, type FindingCode } from './check-call.js';
import { createEvaluate } from './evaluate.js';
import { type CallTools, findCalls } from './find-calls.js';
import { findFiles } from './find-files.js';
import { createModules } from './modules.js';
import { createOwnCallee } from './own-callee.js';
import { createNames } from './resolve.js';
import { originalOf, readText } from './source-text.js';
import { firstWords, mentions, passedOn } from './words.js';
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

/** What one file tracks. */
interface FileResult {
  calls: number;
  findings: Finding[];
  fired: [event: string, place: Place][];
}

/** Compares what the code tracks with the plan, without running the code. */
export async function scan(
  plan: Plan,
  { paths, wrappers = [], ignore = [], directory = process.cwd() }: ScanOptions,
): Promise<ScanResult> {
  const files = await findFiles(paths, ignore);
  const texts = new Map(files.map((file) => [file, readText(file)]));
  const modules = createModules(texts);
  const names = createNames(modules.load);
  const tools: CallTools = {
    resolve: names.resolve,
    evaluate: createEvaluate(names),
    ownCallee: createOwnCallee(names),
    wrappers,
  };
  const isOwnFunction = (declaration: ts.Declaration) =>
    tools.ownCallee.declaredMethod(declaration) !== undefined;

  const results = new Map<string, FileResult>();
  // A file that passes a function of ours on under a new name makes files matter that mention only that name.
  for (let words = firstWords(wrappers); words.length > 0; ) {
    const isMentioned = mentions(words);
    const more = new Set<string>();
    for (const [file, text] of texts) {
      if (results.has(file) || !isMentioned(text)) continue;
      const tree = modules.parse(file);
      results.set(file, scanFile(tree, text, directory, plan, tools));
      for (const word of passedOn(tree, file, names, isOwnFunction)) more.add(word);
    }
    words = [...more];
  }
  return join(plan, files, results);
}

function scanFile(
  tree: ts.SourceFile,
  text: string,
  directory: string,
  plan: Plan,
  tools: CallTools,
): FileResult {
  const result: FileResult = { calls: 0, findings: [], fired: [] };
  // Of the file as it is: the parser does not see the comments in a Vue template.
  const lines = text.split('\n');
  const silent = (line: number) => IGNORE.test(lines[line - 2] ?? '');
  for (const call of findCalls(tree, tools)) {
    result.calls += 1;
    const place = placeOf(call.node, directory);
    for (const event of new Set(call.events)) result.fired.push([event, place]);
    if (silent(place.line)) continue;
    for (const { at, code, message } of checkCall(call, plan, tools.evaluate)) {
      const where = placeOf(at, directory);
      if (!silent(where.line)) result.findings.push({ ...where, code, message });
    }
  }
  return result;
}

/** In the order of the files, whichever order they were looked at in. */
function join(plan: Plan, files: string[], results: ReadonlyMap<string, FileResult>): ScanResult {
  const joined: ScanResult = { files: files.length, calls: 0, findings: [], fired: {} };
  for (const name of Object.keys(plan.events)) joined.fired[name] = [];
  for (const file of files) {
    const result = results.get(file);
    if (!result) continue;
    joined.calls += result.calls;
    joined.findings.push(...result.findings);
    for (const [event, place] of result.fired)
      if (Object.hasOwn(joined.fired, event)) joined.fired[event]?.push(place);
  }
  return joined;
}

function placeOf(node: ts.Node, directory: string): Place {
  // The properties of a call may stand in another file.
  const source = node.getSourceFile();
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  const file = relative(directory, originalOf(source.fileName));
  return { file, line: line + 1, column: character + 1 };
}
