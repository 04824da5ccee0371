import { readFileSync } from 'node:fs';

// Here and not in a folder, so that the relative path is the same from the source and from the built bundle.
const read = (name: string) => readFileSync(new URL(`./live-view/${name}`, import.meta.url), 'utf8');

export interface LiveViewFiles {
  page: string;
  denied: string;
  style: string;
  script: string;
}

/** The live view's page, style and script. */
export function readLiveViewFiles(): LiveViewFiles {
  return {
    page: read('index.html'),
    denied: read('denied.html'),
    style: read('style.css'),
    script: read('view.js'),
  };
}
