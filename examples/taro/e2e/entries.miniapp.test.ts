import { describe, expect, it } from 'vitest';
import { createPhone, onPage, PLATFORMS } from './testing/launch.js';
import { startServer } from './testing/server.js';

const code = (address: string) => encodeURIComponent(address);

/** What each platform calls the address that a scanned code carries. */
const CODES = { weapp: 'q', alipay: 'qrCode', tt: 'q', swan: 'q' } as const;

const PAID = 'coupon_claimed';

describe.each(PLATFORMS)('on %s', (platform) => {
  it('a second scan, while the app is in the background, is another session with its own campaign and invitation', async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch({
      query: { [CODES[platform]]: code('https://shop.example/t/tok-1?utm_source=poster') },
    });
    await app.tap('claim');
    app.hide();
    app.show({ query: { [CODES[platform]]: code('https://shop.example/t/tok-2?utm_source=flyer') } });
    await app.tap('claim');
    app.hide();
    // Back by the task list: no campaign, the same session.
    app.show({ query: {} });
    await app.tap('claim');
    app.hide();
    const events = await server.until(
      (events) => events.filter(({ eventName }) => eventName === 'app_hide').length === 3,
    );
    const [first, second, third] = events.filter(({ eventName }) => eventName === PAID);
    expect(first?.facts).toMatchObject({ utmSource: 'poster', inviteToken: 'tok-1' });
    expect(second?.facts).toMatchObject({ utmSource: 'flyer', inviteToken: 'tok-2' });
    expect(second?.sessionId).not.toBe(first?.sessionId);
    expect(third?.sessionId).toBe(second?.sessionId);
    expect(third?.facts).toMatchObject({ utmSource: 'flyer', inviteToken: 'tok-2' });
    // From the moment of the entry on: the show itself is of the new session.
    const shows = events.filter(({ eventName }) => eventName === 'app_show');
    expect(shows[1]?.sessionId).toBe(second?.sessionId);
  });

  it('errors say what happened, in whatever way the platform tells them', async () => {
    const server = await startServer();
    const app = createPhone(server, platform).launch();
    await onPage(app, 'home');
    app.fail(new TypeError("Cannot read property 'fee' of undefined"));
    app.reject({ errMsg: 'login:fail timeout' });
    app.reject(new RangeError('out of range'));
    app.reject('plain');
    app.hide();
    const events = await server.until((events) => events.some(({ eventName }) => eventName === 'app_hide'));
    const told = events.filter(({ eventName }) => eventName === 'error_occurred');
    expect(told.map(({ properties }) => `${properties.errorType} ${properties.errorMessage}`)).toEqual([
      expect.stringContaining("Cannot read property 'fee' of undefined"),
      'rejection login:fail timeout',
      'rejection out of range',
      'rejection plain',
    ]);
    expect(told.every(({ properties }) => properties.pagePath === '/pages/home/index')).toBe(true);
  });

  it('storage that is full at the launch holds up neither what an earlier launch left nor what is new', async () => {
    const server = await startServer();
    const phone = createPhone(server, platform);
    const first = phone.launch();
    first.setOnline(false);
    await first.tap('to-search');
    await onPage(first, 'search');
    const keywords = Array.from({ length: 12 }, (_, index) => `${index}${'x'.repeat(4000)}`);
    for (const keyword of keywords) await first.input('keyword', keyword);
    first.hide();
    first.kill();
    // Less than it holds already.
    const second = phone.launch({ storageBytes: 20_000 });
    await second.tap('claim');
    const events = await server.until(
      (events, lost) =>
        !lost &&
        events.some(({ eventName }) => eventName === PAID) &&
        events.filter(({ eventName }) => eventName === 'search').length === keywords.length,
    );
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
  });

  it('storage that answers late loses nothing, whenever the app is killed', async () => {
    const server = await startServer();
    const phone = createPhone(server, platform);
    const first = phone.launch({ storageDelay: 50 });
    first.setOnline(false);
    await first.tap('claim');
    await new Promise((resolve) => setImmediate(resolve));
    first.kill();
    const second = phone.launch({ storageDelay: 50 });
    second.setOnline(false);
    await second.tap('claim');
    second.hide();
    second.kill();
    phone.launch({ storageDelay: 50 });
    const events = await server.until(
      (events, lost) => !lost && events.filter(({ eventName }) => eventName === PAID).length === 2,
    );
    expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(1);
  });
});
