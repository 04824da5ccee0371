import { basename, dirname } from 'node:path';
import type ts from 'typescript';
import { exportsOf } from './exports.js';
import { MAKERS, TRACKING } from './own-module.js';
import type { Names } from './resolve.js';
import type { Wrapper } from './wrapper.js';

/** The words one of which a file must hold to be able to track; without one it is not even parsed. */
export function firstWords(wrappers: readonly Wrapper[]): string[] {
  return [...TRACKING, ...MAKERS, ...wrappers.map(({ name }) => name)];
}

/** Whether a text holds one of the words. */
export function mentions(words: Iterable<string>): (text: string) => boolean {
  const any = [...words].map((word) => word.replace(/[^\w]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![\\w$])(?:${any})(?![\\w$])`);
  return (text) => pattern.test(text);
}

/** Under which words other files may call a function of ours that this file passes on. */
export function passedOn(
  tree: ts.SourceFile,
  file: string,
  { exported }: Names,
  isOwnFunction: (declaration: ts.Declaration) => boolean,
): string[] {
  return [...exportsOf(tree).names.keys()].flatMap((name) => {
    const declaration = exported(tree, name);
    if (!declaration || !isOwnFunction(declaration)) return [];
    // Whoever imports a default gives it a name of his own, but names the file.
    return name === 'default' ? stemOf(file) : [name];
  });
}

function stemOf(file: string): string {
  const stem = basename(file).replace(/\.\w+$/, '');
  return stem === 'index' ? basename(dirname(file)) : stem;
}
