import type { JsonValue } from '@pugmark/core';
import { MAX_DEPTH } from '@pugmark/core/vocabulary';
import { refuse } from '../refusal.ts';

/** Levels around the properties of an event: envelope, groups, group, events, event. */
const LEVELS_AROUND = 5;
/** All that a tracker lets pass can be read, and it is far from the depth at which recursion ends badly. */
const MAX_LEVELS = MAX_DEPTH + LEVELS_AROUND;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes to JSON. The depth is checked on the text, before the parser builds anything. */
export function parseJson(bytes: Uint8Array): JsonValue {
  if (bytes.length === 0) {
    throw refuse(400, 'empty_body', 'The body is empty: send an envelope such as {"events":[…]}.');
  }
  const text = decode(bytes);
  if (isDeeperThan(text, MAX_LEVELS)) {
    throw refuse(
      400,
      'too_deep',
      `The JSON is nested deeper than ${MAX_LEVELS} levels: flatten the properties.`,
    );
  }
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw malformed();
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed();
  }
}

const malformed = () => refuse(400, 'malformed_json', 'The body is not valid JSON in UTF-8.');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What `[` and `{`, and `]` and `}`, have in common: they differ in one bit. */
const PAIR = 0xdf;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Texts are jumped over: in most bodies they are nearly all of it. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at++);
    if (code === QUOTE) at = endOfText(text, at);
    else if (code >= OPEN) {
      const kind = code & PAIR;
      if (kind === OPEN) {
        if (++depth > limit) return true;
      } else if (kind === CLOSE) depth--;
    }
  }
  return false;
}

/** The place after the quote that ends a text. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (before >= start && text.charCodeAt(before) === BACKSLASH) before--;
    // An even number of backslashes stands for themselves.
    if ((end - before) % 2 === 1) return end + 1;
  }
  return text.length;
}
