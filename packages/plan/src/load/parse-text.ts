import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { LocatedProblem, Path, Position } from '../model/problem.js';

export interface ParsedText {
  value: unknown;
  problems: LocatedProblem[];
  /** The place of a path: of its key in a map, of the item in a list; the nearest known place above otherwise. */
  locate: (path: Path) => Position;
}

/** Parses YAML and JSON (which is YAML) and keeps where everything stands. */
export function parseText(text: string, file: string): ParsedText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problems = document.errors.map(({ code, message, pos: [offset] }) => {
    const problem = { path: [], file };
    if (code !== 'DUPLICATE_KEY') return { ...problem, code: 'syntax', message, position: at(offset) };
    // The library points to the end of what is before the key.
    const start = offset + (/^(?:\s|#.*)*/.exec(text.slice(offset))?.[0].length ?? 0);
    const twice = `"${nameAt(text, start)}" is there twice`;
    return { ...problem, code: 'name_twice', message: twice, position: at(start) };
  });
  return {
    value: problems.length > 0 ? undefined : document.toJS(),
    problems,
    locate: (path) => at(offsetOf(document.contents, path)),
  };
}

function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

function nameAt(text: string, offset: number): string {
  return /^["']?([^"':\s]+)/.exec(text.slice(offset))?.[1] ?? '';
}
