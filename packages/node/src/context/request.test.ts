import { describe, expect, it } from 'vitest';
import { type ContextOptions, contextOf } from './request.js';

const read = (headers: Record<string, string>, options?: ContextOptions<unknown>, address = '192.0.2.9') =>
  contextOf({}, { header: (name) => headers[name], address }, options);

const DEVICE = '0196f5a0-5c00-7000-8000-000000000001';

describe('the context of a request', () => {
  it('takes device and session of the page from its headers, else from its cookie', () => {
    const headers = { 'x-pugmark-device': DEVICE, 'x-pugmark-session': 's-1' };
    expect(read(headers)).toMatchObject({ deviceId: DEVICE, sessionId: 's-1' });
    const cookie = { cookie: `a=b; pugmark=${DEVICE}.s-2; c=d` };
    expect(read(cookie)).toMatchObject({ deviceId: DEVICE, sessionId: 's-2' });
    expect(read({ ...cookie, ...headers }).sessionId).toBe('s-1');
  });

  it.each(['', ' ', 'x'.repeat(65), 'a b', 'a\nb', '设备', '"><script>', '{"a":1}', `${DEVICE}, ${DEVICE}`])(
    'ignores what cannot be an id: %j',
    (text) => {
      const context = read({
        'x-pugmark-device': text,
        'x-pugmark-session': text,
        cookie: `pugmark=${text}.${text}`,
      });
      expect(context).toMatchObject({ deviceId: undefined, sessionId: undefined });
    },
  );

  it('holds neither address nor browser unless asked', () => {
    const headers = { 'x-forwarded-for': '198.51.100.7', 'user-agent': 'Browser' };
    expect(read(headers)).toMatchObject({ ip: undefined, userAgent: undefined });
    expect(read(headers, { ip: 'none' }).ip).toBeUndefined();
    expect(read(headers, { ip: 'socket', userAgent: true })).toMatchObject({
      ip: '192.0.2.9',
      userAgent: 'Browser',
    });
  });

  it('believes of X-Forwarded-For only the last address, which the own proxy has written', () => {
    const ip = (header: string) => read({ 'x-forwarded-for': header }, { ip: 'proxy' }).ip;
    expect(ip('203.0.113.1, 198.51.100.7')).toBe('198.51.100.7');
    expect(ip('2001:db8::1')).toBe('2001:db8::1');
    expect(ip('203.0.113.1, <script>')).toBeUndefined();
    expect(read({}, { ip: 'proxy' }).ip).toBeUndefined();
  });

  it('cuts a long User-Agent', () => {
    expect(read({ 'user-agent': 'x'.repeat(9000) }, { userAgent: true }).userAgent).toHaveLength(512);
  });
});
