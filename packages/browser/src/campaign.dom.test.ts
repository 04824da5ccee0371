import { afterEach, describe, expect, it, vi } from 'vitest';
import { campaign } from './campaign.js';
import { page } from './page.js';

const ORIGIN = 'https://app.test';

const visit = (path: string, referrer = '', title = '') => {
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL(ORIGIN + path);
  Object.defineProperty(document, 'referrer', { value: referrer, configurable: true });
  document.title = title;
};

afterEach(() => visit('/'));

describe('campaign facts', () => {
  it.each<[string, Record<string, string>]>([
    ['/', {}],
    ['/?utm_source=a', { utmSource: 'a' }],
    ['/?utm_source=a&utm_medium=b&utm_campaign=c', { utmSource: 'a', utmMedium: 'b', utmCampaign: 'c' }],
    ['/?source=qr&campaign=spring', { source: 'qr', campaign: 'spring' }],
    ['/?utm_campaign=b%20c&utm_source=d+e', { utmCampaign: 'b c', utmSource: 'd e' }],
    ['/?utm_source=%E4%B8%AD%E6%96%87', { utmSource: '中文' }],
    ['/?utm_source=first&utm_source=second', { utmSource: 'first' }],
    ['/?utm_source=&utm_medium', {}],
    ['/?utm_id=x&UTM_SOURCE=y&other=z', {}],
    ['/?utm_source=%E0%A4%A&utm_medium=%&utm_campaign=%zz', { utmMedium: '%', utmCampaign: '%zz' }],
    ['/?__proto__=x&constructor=y', {}],
    ['/t/tok', { inviteToken: 'tok' }],
    ['/t/tok/', { inviteToken: 'tok' }],
    ['/t/tok/more?utm_source=a', { inviteToken: 'tok', utmSource: 'a' }],
    ['/t/%E0%A4%A', { inviteToken: '%E0%A4%A' }],
    ['/t/', {}],
    ['/t', {}],
    ['/a/t/tok', {}],
    ['/test/tok', {}],
    ['/?invite_token=tok', { inviteToken: 'tok' }],
    ['/t/path?invite_token=query', { inviteToken: 'path' }],
    ['/#/pages/home?utm_source=a&invite_token=tok', { utmSource: 'a', inviteToken: 'tok' }],
    ['/?utm_source=a#/pages/home?utm_source=b&source=qr', { utmSource: 'a', source: 'qr' }],
  ])('of %s', (path, facts) => {
    visit(path);
    expect(campaign()).toMatchObject(facts);
    expect(Object.keys(campaign()).filter((name) => name !== 'utmSource')).toEqual(
      Object.keys(facts).filter((name) => name !== 'utmSource'),
    );
  });

  it.each<[string, string | undefined]>([
    ['', undefined],
    ['https://search.test/', 'https://search.test/'],
    ['https://search.test/path?q=secret#part', 'https://search.test/path'],
    ['https://search.test/path#part', 'https://search.test/path'],
    ['http://app.test/', 'http://app.test/'],
    ['https://www.app.test/', 'https://www.app.test/'],
    [`${ORIGIN}/`, undefined],
    [`${ORIGIN}/other?x=1`, undefined],
    // Other sites, whose address begins with ours.
    [`${ORIGIN}.cn/`, `${ORIGIN}.cn/`],
    [`${ORIGIN}:8443/`, `${ORIGIN}:8443/`],
  ])('referrer %s', (referrer, fact) => {
    visit('/', referrer);
    expect(campaign().referrer).toBe(fact);
  });
});

describe('the page', () => {
  it.each<[string, string]>([
    ['/', '/'],
    ['/a/b', '/a/b'],
    ['/a?secret=1', '/a'],
    ['/a#part', '/a'],
    ['/#/orders/1', '/#/orders/1'],
    ['/app?x=1#/orders', '/app#/orders'],
    ['/#/orders?secret=1', '/#/orders'],
    ['/%E4%B8%AD', '/%E4%B8%AD'],
  ])('%s has the path %s', (path, pagePath) => {
    visit(path, 'https://search.test/', 'Title');
    expect(page()).toMatchObject({ pagePath, pageTitle: 'Title' });
  });

  it('was reached from the page before, and at first from another site, of which no query is told', async () => {
    vi.resetModules();
    const { page } = await import('./page.js');
    visit('/reset?token=SECRET', 'https://mail.test/inbox?token=SECRET#secret', 'Title');
    expect(page().referrer).toBe('https://mail.test/inbox');
    expect(page().referrer).toBe('https://mail.test/inbox');
    visit('/home', 'https://mail.test/inbox?token=SECRET', 'Title');
    expect(page().referrer).toBe('/reset');
    visit('/orders', 'https://mail.test/inbox?token=SECRET', 'Title');
    expect(page().referrer).toBe('/home');
  });
});
