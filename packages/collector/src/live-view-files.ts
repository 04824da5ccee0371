import { readdirSync, readFileSync } from 'node:fs';

// Here and not in a folder, so that the relative path is the same from the source and from the built bundle.
const folder = new URL('./live-view/', import.meta.url);

const TYPES: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

export interface LiveViewFile {
  text: string;
  type: string;
}

/** The live view's pages, style and scripts, by file name. */
export function readLiveViewFiles(): ReadonlyMap<string, LiveViewFile> {
  return new Map(
    readdirSync(folder).flatMap((name): [string, LiveViewFile][] => {
      const type = TYPES[name.split('.').at(-1) ?? ''];
      return type ? [[name, { text: readFileSync(new URL(name, folder), 'utf8'), type }]] : [];
    }),
  );
}
