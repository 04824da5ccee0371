import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/** The file that a module is in, or undefined when it is none of the project. */
export type FindModule = (specifier: string, from: string) => string | undefined;

const ENDINGS = ['', '.ts', '.tsx', '.js', '.jsx', '.mts', '.mjs', '.cts', '.cjs', '.vue'];
const SOURCE = /\.(?:[cm]?[jt]sx?|vue)$/;

/** A `paths` pattern of a tsconfig.json, such as `@/*`: what stands before its star, and where that leads. */
interface Alias {
  prefix: string;
  star: boolean;
  targets: string[];
}

export function createFindModule(scanned: ReadonlySet<string>): FindModule {
  const aliasesOf = cached((directory: string) => {
    const config = ts.findConfigFile(directory, ts.sys.fileExists);
    return config === undefined ? [] : readConfig(config);
  });
  const readConfig = cached(readAliases);
  const has = (file: string) => SOURCE.test(file) && (scanned.has(file) || existsSync(file));
  const fileAt = cached((base: string): string | undefined => {
    for (const stem of [base, base.replace(/\.([cm]?)js(x?)$/, '.$1ts$2'), `${base}/index`])
      for (const ending of ENDINGS) if (has(`${stem}${ending}`)) return `${stem}${ending}`;
    return undefined;
  });
  return (specifier, from) => {
    const directory = dirname(from);
    if (specifier.startsWith('.')) return fileAt(resolve(directory, specifier));
    for (const alias of aliasesOf(directory))
      for (const base of basesOf(alias, specifier)) {
        const file = fileAt(base);
        if (file !== undefined) return file;
      }
    return undefined;
  };
}

function basesOf({ prefix, star, targets }: Alias, specifier: string): string[] {
  if (!star) return specifier === prefix ? targets : [];
  if (!specifier.startsWith(prefix)) return [];
  return targets.map((target) => resolve(target, specifier.slice(prefix.length)));
}

function readAliases(config: string): Alias[] {
  const host = { ...ts.sys, readDirectory: () => [] };
  const json = ts.readConfigFile(config, ts.sys.readFile).config ?? {};
  const { options } = ts.parseJsonConfigFileContent(json, host, dirname(config));
  const base = options.baseUrl ?? dirname(config);
  return Object.entries(options.paths ?? {}).map(([pattern, targets]) => ({
    prefix: pattern.replace(/\*$/, ''),
    star: pattern.endsWith('*'),
    targets: targets.map((target) => resolve(base, target.replace(/\*$/, ''))),
  }));
}

function cached<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key) as T;
  };
}
