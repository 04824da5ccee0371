import { gunzipSync, inflateSync } from 'node:zlib';

const MARK = /bench-\d{6}/g;
const NOT_BASE64 = /[^A-Za-z0-9+/_-]+/;
const SHORTEST_BASE64 = 40;

/**
 * The marks of the events in a request, whatever the SDK's format: plain or compressed JSON, form fields,
 * base64 inside either. Reading the marks alone saves us from writing a decoder for each wire format.
 * @returns {string[]}
 */
export function findMarks(/** @type {string} */ url, /** @type {Buffer} */ body) {
  return marksIn(`${unescapeForm(url)}\n${unescapeForm(inflate(body).toString('utf8'))}`, 2);
}

function marksIn(/** @type {string} */ text, /** @type {number} */ depth) {
  const marks = text.match(MARK) ?? [];
  if (marks.length > 0 || depth === 0) return marks;
  // No event in plain sight: look into what may be base64. A split, since matching a part of megabytes overflows the
  // stack of the regular expression.
  return text
    .split(NOT_BASE64)
    .filter((part) => part.length >= SHORTEST_BASE64)
    .flatMap((part) => marksIn(unescapeForm(Buffer.from(part, 'base64').toString('utf8')), depth - 1));
}

/** The plain bytes of a body that may be compressed. */
export function inflate(/** @type {Buffer} */ body) {
  try {
    if (body[0] === 0x1f && body[1] === 0x8b) return gunzipSync(body);
    if (body[0] === 0x78) return inflateSync(body);
  } catch {
    // Not compressed after all: read it as it is.
  }
  return body;
}

function unescapeForm(/** @type {string} */ text) {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
