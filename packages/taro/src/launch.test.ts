import { expect, it } from 'vitest';
import { readCampaign, readQuery } from './launch.js';

const encode = encodeURIComponent;

it.each([
  [
    'a link or a share',
    { utm_source: 'poster', invite_token: 't-9' },
    { utmSource: 'poster', inviteToken: 't-9' },
  ],
  ['values as they stand in a link', { utm_source: encode('微信') }, { utmSource: '微信' }],
  [
    "the address of a QR code, in WeChat's words",
    { q: encode('https://clinic.example.com/t/abc?utm_source=door') },
    { inviteToken: 'abc', utmSource: 'door' },
  ],
  [
    "the same in Alipay's words, not encoded",
    { qrCode: 'https://clinic.example.com/t/abc?utm_source=door#top' },
    { inviteToken: 'abc', utmSource: 'door' },
  ],
  [
    'a mini-program code',
    { scene: encode('invite_token=t-9&source=qr') },
    { inviteToken: 't-9', source: 'qr' },
  ],
  ['a mini-program code that is only an id', { scene: '42' }, {}],
  ['an escape that is none', { utm_source: '100%', scene: '%E5%' }, { utmSource: '100%' }],
  ['nothing', undefined, {}],
])('reads the campaign of %s', (_, query, facts) => {
  expect(readCampaign(query ? { query } : {})).toEqual(facts);
});

it('shows what a code carries in the query, without marks of Taro', () => {
  const query = { scene: encode('a=1&b=%E7%94%B2'), $taroTimestamp: 1, stamp: '2', empty: null };
  expect(readQuery({ query })).toEqual({ scene: 'a=1&b=%E7%94%B2', a: '1', b: '甲' });
});
