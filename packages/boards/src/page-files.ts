import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

// The same relative path from the source and from the built bundle.
const folder = new URL('../dist/page/', import.meta.url);

export interface PageFile {
  name: string;
  text: string;
  type: string;
}

/** The script and the style, named by what is in them, so that a browser may keep them. */
export function readPageFiles(): { script: PageFile; style: PageFile } {
  return { script: read('app', 'js', 'text/javascript'), style: read('style', 'css', 'text/css') };
}

function read(name: string, ending: string, type: string): PageFile {
  const text = readFileSync(new URL(`${name}.${ending}`, folder), 'utf8');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return { name: `${name}.${hash}.${ending}`, text, type };
}
