import { describe, expect, it } from 'vitest';
import { judge } from './verdict.js';

const now = Date.UTC(2026, 0, 1);
const answer = { accepted: 1, duplicates: 0, rejected: [] };

describe('judge', () => {
  it('takes the answer of a collector, and nothing else, for an acknowledgement', () => {
    expect(judge({ status: 200, body: JSON.stringify(answer) }, now)).toEqual(answer);
    for (const body of [undefined, '', '<html>Log in</html>', 'null', '{}', '[]', '"ok"', '{"error":{}}'])
      expect(judge({ status: 200, ...(body !== undefined && { body }) }, now)).toBe(0);
    expect(judge({ status: 204 }, now)).toBe(0);
  });

  it('takes an answer without a list of rejections', () => {
    expect(judge({ status: 200, body: '{"accepted":2,"duplicates":0}' }, now)).toMatchObject({ accepted: 2 });
  });

  it('sorts the other answers', () => {
    for (const status of [400, 413, 422]) expect(judge({ status }, now)).toBe('split');
    for (const status of [401, 403]) expect(judge({ status }, now)).toBe(Number.POSITIVE_INFINITY);
    for (const status of [0, 301, 404, 408, 425, 429, 500, 502, 503, 504])
      expect(judge({ status }, now)).toBe(0);
  });

  it('reads Retry-After in seconds and as a date', () => {
    const wait = (retryAfter: string | null) => judge({ status: 503, retryAfter }, now);
    expect(wait('7')).toBe(7000);
    expect(wait('0')).toBe(0);
    expect(wait(new Date(now + 90_000).toUTCString())).toBe(90_000);
    expect(wait(new Date(now - 90_000).toUTCString())).toBe(0);
    for (const odd of [null, '', 'soon', '-5', 'NaN']) expect(wait(odd)).toBe(0);
  });
});
