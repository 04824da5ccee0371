import { dirname, extname } from 'node:path';
import ts from 'typescript';
import { createFrameworks } from './frameworks.js';
import type { Modules } from './modules.js';
import { readText } from './source-text.js';

/** No page and no packages: what they declare is no tracker, and reading them would take most of the time. */
const OPTIONS: ts.CompilerOptions = {
  ...{ target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, lib: ['lib.es2022.d.ts'], types: [] },
  ...{ moduleResolution: ts.ModuleResolutionKind.Bundler, allowSyntheticDefaultImports: true },
  ...{ allowJs: true, jsx: ts.JsxEmit.Preserve, experimentalDecorators: true, noEmit: true },
  // `Tracker | undefined` is asked like `Tracker`.
  strictNullChecks: false,
};

/** TypeScript's own checker over some trees and all modules of the project that they import. */
export function createTypeChecker(roots: readonly ts.SourceFile[], modules: Modules): ts.TypeChecker {
  const frameworks = createFrameworks();
  const trees = new Map([...roots, frameworks].map((tree) => [tree.fileName, tree]));
  const load = (specifier: string, from: string) => {
    const tree = modules.load(specifier, trees.get(from) as ts.SourceFile);
    if (!tree) return undefined;
    modules.keep(tree);
    trees.set(tree.fileName, tree);
    return { resolvedFileName: tree.fileName, extension: extensionOf(tree.fileName) };
  };
  const host: ts.CompilerHost = {
    getSourceFile: (name, target) =>
      trees.get(name) ??
      (ts.sys.fileExists(name) ? ts.createSourceFile(name, readText(name), target) : undefined),
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({ resolvedModule: load(text, from) })),
    fileExists: (name) => trees.has(name) || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getDefaultLibLocation: () => dirname(ts.getDefaultLibFilePath(OPTIONS)),
    writeFile: () => {},
    getCurrentDirectory: ts.sys.getCurrentDirectory,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  };
  return ts.createProgram({ rootNames: [...trees.keys()], options: OPTIONS, host }).getTypeChecker();
}

const extensionOf = (name: string) => (name.endsWith('.d.ts') ? '.d.ts' : extname(name));
