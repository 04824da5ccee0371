import type { MiniApi } from './mini-api.js';

/**
 * Longest text under one key, in UTF-16 units: at most 96 KB as UTF-8, and still below the 200 KB of Alipay when that
 * platform wraps the text into JSON once more.
 */
export const PIECE = 32_000;

/** A text of any length, over as many storage keys as it needs. */
export interface Document {
  readonly key: string;
  /** Storage keys that it takes at the moment. */
  pieces: number;
  /** `undefined` removes it. */
  text(): string | undefined;
}

type Operation = [key: string, text: string | undefined];

/** The writes that bring storage up to date. The first piece tells how many there are, so it is written last. */
export function operations(document: Document): Operation[] {
  const { key } = document;
  const text = document.text();
  const slices = text === undefined ? [] : slice(text);
  const list: Operation[] = [];
  const count = Math.max(slices.length, document.pieces);
  for (let index = count - 1; index >= 0; index--) {
    const part = slices[index];
    list.push([
      index ? `${key}.${index}` : key,
      part === undefined || index ? part : `${slices.length}|${part}`,
    ]);
  }
  document.pieces = slices.length;
  return list;
}

/** Never between the halves of a character, which storage would replace. */
function slice(text: string): string[] {
  const slices: string[] = [];
  let start = 0;
  do {
    let end = start + PIECE;
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last < 0xdc00) end--;
    slices.push(text.slice(start, end));
    start = end;
  } while (start < text.length);
  return slices;
}

/** What a key holds, or `undefined` when it is not there or not whole. */
export function readSync(api: MiniApi, key: string): { text: string; pieces: number } | undefined {
  try {
    const [pieces, first] = parseHead(api.getStorageSync(key));
    let text = first;
    for (let index = 1; index < pieces; index++) text += api.getStorageSync(`${key}.${index}`);
    return pieces ? { text, pieces } : undefined;
  } catch {
    return undefined;
  }
}

/** The same without holding up the app. @param keys All that storage holds. */
export async function read(
  api: MiniApi,
  key: string,
  keys: readonly string[],
): Promise<{ text: string; pieces: number } | undefined> {
  const [pieces, first] = parseHead((await api.getStorage({ key })).data);
  let text = first;
  for (let index = 1; index < pieces; index++) {
    const piece = `${key}.${index}`;
    if (keys.indexOf(piece) < 0) return undefined;
    text += (await api.getStorage({ key: piece })).data;
  }
  return pieces ? { text, pieces } : undefined;
}

function parseHead(value: unknown): [pieces: number, text: string] {
  const head = typeof value === 'string' ? value : '';
  const bar = head.indexOf('|');
  return [Number.parseInt(head, 10) || 0, head.slice(bar + 1)];
}
