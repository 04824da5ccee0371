import ts from 'typescript';
import { createFindModule } from './find-module.js';
import { createOwnModule } from './own-module.js';
import type { LoadModule } from './resolve.js';
import { originalOf, readText, toSource } from './source-text.js';

export interface Modules {
  /** The file as a tree; parsed when it is asked for. */
  parse: (file: string) => ts.SourceFile;
  load: LoadModule;
  /** Never leaves a tree again: the type checker holds it anyway, and wants only one of each file. */
  keep: (tree: ts.SourceFile) => void;
}

/** A tree takes fifty times the memory of its text; one that is left is parsed again should it be needed. */
const TREES = 50;

export function createModules(texts: ReadonlyMap<string, string>): Modules {
  const find = createFindModule(new Set(texts.keys()));
  const own = createOwnModule();
  const trees = new Map<string, ts.SourceFile>();
  const kept = new Map<string, ts.SourceFile>();
  const parse = (file: string): ts.SourceFile => {
    const known = kept.get(file) ?? trees.get(file);
    if (known) {
      // The one that was used last is left last.
      if (trees.delete(file) && !kept.has(file)) trees.set(file, known);
      return known;
    }
    const { name, text } = toSource(file, texts.get(file) ?? readText(file));
    const tree = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
    trees.set(file, tree);
    if (trees.size > TREES) trees.delete(trees.keys().next().value ?? '');
    return tree;
  };
  return {
    parse,
    load: (specifier, from) => {
      if (specifier.startsWith('@pugmark/')) return own;
      const file = find(specifier, originalOf(from.fileName));
      return file === undefined ? undefined : parse(file);
    },
    keep: (tree) => {
      kept.set(originalOf(tree.fileName), tree);
    },
  };
}
