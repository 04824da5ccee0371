import { relative } from 'node:path';
import type ts from 'typescript';
import type { Plan } from '../model/plan.js';
import { checkCall, type ProblemCode } from './check-call.js';
import { createEvaluate, type Evaluate } from './evaluate.js';
import { type CallTools, findCalls, type TrackCall } from './find-calls.js';
import { findFiles } from './find-files.js';
import { createModules } from './modules.js';
import { createOwnCallee } from './own-callee.js';
import { createNames } from './resolve.js';
import { originalOf, readText } from './source-text.js';
import { createTypeChecker } from './type-checker.js';
import { createTypedCallee } from './typed-callee.js';
import { aliasesIn, firstWords, mentions, passedOn } from './words.js';
import { isInsideWrapper, type Wrapper } from './wrapper.js';

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

export interface CodeProblem extends Place {
  code: ProblemCode;
  message: string;
}

export interface ScanResult {
  files: number;
  calls: number;
  problems: CodeProblem[];
  /** Where each event of the plan is fired; none: never. */
  fired: Record<string, Place[]>;
}

const IGNORE = /\bpugmark-ignore-next-line\b/;

/** What one file tracks. */
interface FileResult {
  calls: number;
  problems: CodeProblem[];
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
  const aliases = aliasesIn(texts.values());
  const { methodOf, declaredMethod } = createOwnCallee(names, aliases);
  const isInsideOneOf = (node: ts.Node) => isInsideWrapper(node, wrappers);
  const tools: CallTools = {
    resolve: names.resolve,
    evaluate: createEvaluate(names),
    methodOf,
    isForwarding: isInsideOneOf,
    wrappers,
  };
  const resultOf = (file: string, calls: TrackCall[]) =>
    checkCalls(calls, texts.get(file) ?? '', directory, plan, tools.evaluate);

  const results = new Map<string, FileResult>();
  const undecided = new Map<string, ts.SourceFile>();
  // A file that passes a function of ours on under a new name makes files matter that mention only that name.
  for (let words = firstWords(wrappers, aliases); words.length > 0; ) {
    const isMentioned = mentions(words);
    const more = new Set<string>();
    for (const [file, text] of texts) {
      if (results.has(file) || undecided.has(file) || !isMentioned(text)) continue;
      const tree = modules.parse(file);
      const calls = findCalls(tree, tools);
      if (calls === 'undecided') {
        undecided.set(file, tree);
        modules.keep(tree);
      } else results.set(file, resultOf(file, calls));
      for (const word of passedOn(tree, file, names, (one) => declaredMethod(one) !== undefined))
        more.add(word);
    }
    words = [...more];
  }
  if (undecided.size > 0) {
    const types = createTypedCallee(createTypeChecker([...undecided.values()], modules), names);
    const typed: CallTools = {
      ...tools,
      methodOf: (callee) => {
        const method = methodOf(callee);
        return method === 'undecided' ? types.methodOf(callee) : method;
      },
      isForwarding: (node) => isInsideOneOf(node) || types.isInsideTracker(node),
    };
    for (const [file, tree] of undecided) {
      const calls = findCalls(tree, typed);
      if (calls !== 'undecided') results.set(file, resultOf(file, calls));
    }
  }
  return join(plan, files, results);
}

function checkCalls(
  calls: TrackCall[],
  text: string,
  directory: string,
  plan: Plan,
  evaluate: Evaluate,
): FileResult {
  const result: FileResult = { calls: calls.length, problems: [], fired: [] };
  // Of the file as it is: the parser does not see the comments in a Vue template.
  const lines = text.split('\n');
  const silent = (line: number) => IGNORE.test(lines[line - 2] ?? '');
  for (const call of calls) {
    const place = placeOf(call.node, directory);
    for (const event of new Set(call.events)) result.fired.push([event, place]);
    if (silent(place.line)) continue;
    for (const { at, code, message } of checkCall(call, plan, evaluate)) {
      const where = placeOf(at, directory);
      if (!silent(where.line)) result.problems.push({ ...where, code, message });
    }
  }
  return result;
}

/** In the order of the files, whichever order they were looked at in. */
function join(plan: Plan, files: string[], results: ReadonlyMap<string, FileResult>): ScanResult {
  const joined: ScanResult = { files: files.length, calls: 0, problems: [], fired: {} };
  for (const name of Object.keys(plan.events)) joined.fired[name] = [];
  for (const file of files) {
    const result = results.get(file);
    if (!result) continue;
    joined.calls += result.calls;
    joined.problems.push(...result.problems);
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
