import { describe, expect, it } from 'vitest';
import { addHandOver, readHandOver, writeHandOver } from './hand-over.js';

const now = Date.UTC(2026, 0, 1);
const visitor = { deviceId: '0196f5a0-5c00-7000-8000-000000000001', sessionId: 's_1' };
const text = writeHandOver(visitor, now, 'agent') as string;

describe('handing a visitor over', () => {
  it('carries device and session, for two minutes', () => {
    expect(readHandOver(text, now, 'agent')).toEqual(visitor);
    expect(readHandOver(text, now + 120_000, 'agent')).toEqual(visitor);
    expect(readHandOver(text, now + 120_001, 'agent')).toBeUndefined();
    expect(readHandOver(text, now - 60_000, 'agent')).toBeUndefined();
    expect(readHandOver(writeHandOver({ deviceId: 'd' }, now), now)).toEqual({ deviceId: 'd' });
  });

  it('is not taken by another browser, nor when it was edited', () => {
    expect(readHandOver(text, now, 'another agent')).toBeUndefined();
    for (let index = 0; index < text.length; index++) {
      const edited = `${text.slice(0, index)}${text[index] === 'x' ? 'y' : 'x'}${text.slice(index + 1)}`;
      expect(readHandOver(edited, now, 'agent'), edited).toBeUndefined();
    }
    for (const bad of [null, undefined, '', '...', 'a.b.c.d', `${text}.x`, '<b>.s.1.x', '%00'])
      expect(readHandOver(bad, now, 'agent')).toBeUndefined();
  });

  it('leaves alone an id that an address cannot carry', () => {
    for (const deviceId of ['', 'a b', 'a.b', 'é', 'x'.repeat(65)])
      expect(writeHandOver({ deviceId }, now)).toBeUndefined();
  });

  it('is added before the fragment, once', () => {
    expect(addHandOver('https://a.test', 'T')).toBe('https://a.test?pugmark=T');
    expect(addHandOver('https://a.test/?x=1#/y?z', 'T')).toBe('https://a.test/?x=1&pugmark=T#/y?z');
    expect(addHandOver('/pages/a?pugmark=OLD&b=2', 'T')).toBe('/pages/a?b=2&pugmark=T');
  });
});
