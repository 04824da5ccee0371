import { platformContract } from '@pugmark/core/testing/contracts';
import { expect, it } from 'vitest';
import { readCampaign, readQuery } from './launch.js';
import { createMiniProgram } from './platform.js';
import { createDevice } from './testing/device.js';
import { createRequest } from './testing/request.js';

platformContract(
  'mini-program',
  () =>
    createMiniProgram(createDevice().api, {
      request: createRequest(false),
      getDeviceInfo: () => ({ platform: 'ios', system: 'iOS 17.5.1' }),
      getLaunchOptionsSync: () => ({ scene: 1011, query: { utm_source: 'poster' } }),
    })('a', 'q').platform,
);

it('reads a QR code, a mini-program code and plain parameters', () => {
  const q = encodeURIComponent('https://example.com/t/tok-1?utm_campaign=%E6%98%A5');
  expect(readCampaign({ query: { q } })).toEqual({ inviteToken: 'tok-1', utmCampaign: '春' });
  const scene = encodeURIComponent('invite_token=tok-2&source=poster');
  expect(readCampaign({ query: { scene }, referrerInfo: { appId: 'wx1' } })).toEqual({
    inviteToken: 'tok-2',
    source: 'poster',
    referrer: 'wx1',
  });
  expect(readQuery({ query: { scene: '100%', $taroTimestamp: 1, id: 7 } })).toEqual({
    scene: '100%',
    id: '7',
  });
});
