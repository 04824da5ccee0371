import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuiltinSet } from '../model/words.js';

const SET_OF_PACKAGE: Record<string, BuiltinSet> = {
  '@pugmark/browser': 'pugmark/web',
  '@pugmark/taro': 'pugmark/taro',
  '@pugmark/node': 'pugmark/node',
};

/** The sets of the SDK that the nearest package.json depends on; those of a web page when it depends on none. */
export function setsFor(directory: string): BuiltinSet[] {
  const names = Object.keys(SET_OF_PACKAGE).filter((name) => dependenciesAt(directory).has(name));
  const sets = names.flatMap((name) => SET_OF_PACKAGE[name] ?? []);
  return sets.length > 0 ? sets : ['pugmark/web'];
}

function dependenciesAt(directory: string): ReadonlySet<string> {
  try {
    const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    return new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }));
  } catch {
    const parent = dirname(directory);
    return parent === directory ? new Set() : dependenciesAt(parent);
  }
}
