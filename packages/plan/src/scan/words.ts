import { basename, dirname } from 'node:path';
import type ts from 'typescript';
import { exportsOf } from './exports.js';
import { MAKERS, TRACKING, TRACKS } from './own-module.js';
import type { Names } from './resolve.js';
import type { Wrapper } from './wrapper.js';

/** The words one of which a file must hold to be able to track; without one it is not even parsed. */
export function firstWords(wrappers: readonly Wrapper[], aliases: ReadonlySet<string>): string[] {
  return [...TRACKING, ...MAKERS, ...aliases, ...wrappers.map(({ name }) => name)];
}

const ALIAS = new RegExp(
  `([\\w$]+)\\??\\s*:\\s*(?:[\\w$.]+(?:<[^>\\n]*>)?\\[['"](?:${TRACKING.join('|')})['"]\\]|(?:${TRACKS.join('|')})\\b)`,
  'g',
);

/** Names under which types of the project have a method of ours: `send: Tracker['track']`. */
export function aliasesIn(texts: Iterable<string>): Set<string> {
  const names = new Set<string>();
  for (const text of texts) for (const [, name = ''] of text.matchAll(ALIAS)) names.add(name);
  return names;
}

/** Whether a text holds one of the words. */
export function mentions(words: Iterable<string>): (text: string) => boolean {
  const any = [...words].map((word) => word.replace(/[^\w]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![\\w$])(?:${any})(?![\\w$])`);
  return (text) => pattern.test(text);
}

/** Under which words other files may use a function of ours, or the type of one, that this file passes on. */
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
