import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import type { SourceText } from './source-text.js';

/** Stands for every `@pugmark/*` package: a name that leads here is ours. */
export const OWN_FILE = '/__pugmark__/index.d.ts';
const OWN_TEXT = [
  ...['track', 'trackBusinessEvent', 'trackPageView', 'trackClick', 'setUser'],
  ...['init', 'start', 'createTracker', 'useTrack', 'useTracker', 'usePugmark'],
]
  .map((name) => `export declare const ${name}: any;`)
  .concat(
    ['Tracker', 'ServerTracker', 'TrackerFor', 'TrackerForEvents', 'TypedTrack'].map(
      (name) => `export interface ${name}<A = any, B = any> {}`,
    ),
  )
  .join('\n');

const ENDINGS = ['', '.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '.vue.ts', '.vue.tsx'];
const OPTIONS: ts.CompilerOptions = {
  allowJs: true,
  noLib: true,
  types: [],
  jsx: ts.JsxEmit.Preserve,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/**
 * A program for the names alone: no libraries and no packages, so that it takes little more than the parsing. Its
 * checker is only asked which declaration a name leads to, across files, never for a type.
 */
export function createProgram(sources: SourceText[], directory: string): ts.Program {
  const texts = new Map(sources.map(({ name, text }) => [name, text]));
  texts.set(OWN_FILE, OWN_TEXT);
  const has = (name: string) => texts.has(name) || existsSync(name);
  const aliases = pathAliases(directory);
  const host: ts.CompilerHost = {
    getSourceFile: (name, target) => {
      const text = texts.get(name) ?? ts.sys.readFile(name);
      return text === undefined ? undefined : ts.createSourceFile(name, text, target, true);
    },
    getDefaultLibFileName: () => 'lib.d.ts',
    writeFile: () => {},
    getCurrentDirectory: () => directory,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: has,
    readFile: (name) => texts.get(name) ?? ts.sys.readFile(name),
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({ resolvedModule: resolveModule(text, from, aliases, has) })),
  };
  return ts.createProgram({ rootNames: [...texts.keys()], options: OPTIONS, host });
}

type Aliases = [prefix: string, targets: string[]][];

function resolveModule(
  specifier: string,
  from: string,
  aliases: Aliases,
  has: (name: string) => boolean,
): ts.ResolvedModuleFull | undefined {
  if (specifier.startsWith('@pugmark/')) return { resolvedFileName: OWN_FILE, extension: ts.Extension.Dts };
  const bases = specifier.startsWith('.')
    ? [resolve(dirname(from), specifier)]
    : aliases.flatMap(([prefix, targets]) =>
        specifier.startsWith(prefix)
          ? targets.map((target) => resolve(target, specifier.slice(prefix.length)))
          : [],
      );
  for (const base of bases)
    for (const stem of [base, base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'), `${base}/index`])
      for (const ending of ENDINGS) {
        const name = `${stem}${ending}`;
        const extension = /\.[cm]?[jt]sx?$/.exec(name)?.[0];
        if (extension && has(name)) return { resolvedFileName: name, extension };
      }
  return undefined;
}

/** The `paths` of the nearest tsconfig.json that end with a star, such as `@/*`. */
function pathAliases(directory: string): Aliases {
  const config = ts.findConfigFile(directory, ts.sys.fileExists);
  if (config === undefined) return [];
  const host = { ...ts.sys, readDirectory: () => [] };
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config ?? {},
    host,
    dirname(config),
  );
  const base = options.baseUrl ?? dirname(config);
  return Object.entries(options.paths ?? {}).flatMap(
    ([pattern, targets]): Aliases =>
      pattern.endsWith('/*')
        ? [[pattern.slice(0, -1), targets.map((target) => resolve(base, target.replace(/\*$/, '')))]]
        : [],
  );
}
