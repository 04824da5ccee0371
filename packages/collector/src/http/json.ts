import type { JsonValue } from '@pugmark/core';
import { MAX_DEPTH } from '@pugmark/core/vocabulary';
import { refuse } from '../refusal.ts';

/** Levels around the properties of an event: envelope, groups, group, events, event. */
const LEVELS_AROUND = 5;
/** All that a tracker lets pass can be read, and it is far from the depth at which recursion ends badly. */
const MAX_LEVELS = MAX_DEPTH + LEVELS_AROUND;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes to JSON. The depth is checked on the bytes, before the parser builds anything. */
export function parseJson(bytes: Uint8Array): JsonValue {
  if (bytes.length === 0) {
    throw refuse(400, 'empty_body', 'The body is empty: send an envelope such as {"events":[…]}.');
  }
  if (isDeeperThan(bytes, MAX_LEVELS)) {
    throw refuse(
      400,
      'too_deep',
      `The JSON is nested deeper than ${MAX_LEVELS} levels: flatten the properties.`,
    );
  }
  try {
    return JSON.parse(utf8.decode(bytes)) as JsonValue;
  } catch {
    throw refuse(400, 'malformed_json', 'The body is not valid JSON in UTF-8.');
  }
}

const QUOTE = 34;
const BACKSLASH = 92;

function isDeeperThan(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limit) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}
