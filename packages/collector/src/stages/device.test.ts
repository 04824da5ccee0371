import { expect, it } from 'vitest';
import { createDeviceReader, type Device } from './device.ts';

const read = (userAgent: string) => createDeviceReader()(userAgent).device;
const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

it.each<[name: string, userAgent: string, device: Device]>([
  [
    'Safari on an iPhone',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    { deviceType: 'mobile', osName: 'iOS', osVersion: '17.5.1' },
  ],
  [
    'WeChat on Android',
    `Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001; wv) ${webkit} Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240404 MMWEBID/9076 MicroMessenger/8.0.49.2600(0x28003133) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64`,
    { deviceType: 'mobile', osName: 'Android', osVersion: '14' },
  ],
  [
    'WeChat on iOS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.47(0x18002f2c) NetType/4G Language/zh_CN',
    { deviceType: 'mobile', osName: 'iOS', osVersion: '16.6' },
  ],
  [
    'WeChat on Windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/122.0.0.0 Safari/537.36 MicroMessenger/7.0.20.1781(0x6700143B) NetType/WIFI MiniProgramEnv/Windows WindowsWechat/WMPF WindowsWechat(0x63090c11)XWEB/11275`,
    { deviceType: 'desktop', osName: 'Windows', osVersion: '10' },
  ],
  [
    'the browser of HarmonyOS 5 on a phone',
    `Mozilla/5.0 (Phone; OpenHarmony 5.0) ${webkit} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300`,
    { deviceType: 'mobile', osName: 'HarmonyOS', osVersion: '5.0' },
  ],
  [
    'the browser of HarmonyOS 5 on a tablet',
    `Mozilla/5.0 (Tablet; OpenHarmony 5.0) ${webkit} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 HuaweiBrowser/5.0.4.300`,
    { deviceType: 'tablet', osName: 'HarmonyOS', osVersion: '5.0' },
  ],
  [
    'the browser of HarmonyOS 5 on a computer',
    `Mozilla/5.0 (PC; OpenHarmony 5.0) ${webkit} Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 HuaweiBrowser/5.0.4.300`,
    { deviceType: 'desktop', osName: 'HarmonyOS', osVersion: '5.0' },
  ],
  [
    'an earlier HarmonyOS, which also says Android',
    `Mozilla/5.0 (Linux; Android 10; HarmonyOS; LIO-AN00; HMSCore 6.13.0.302) ${webkit} Chrome/99.0.4844.88 HuaweiBrowser/14.0.5.302 Mobile Safari/537.36`,
    { deviceType: 'mobile', osName: 'HarmonyOS' },
  ],
  [
    'an iPad',
    'Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
    { deviceType: 'tablet', osName: 'iOS', osVersion: '17.4' },
  ],
  [
    'an Android tablet',
    `Mozilla/5.0 (Linux; Android 13; SM-X906C) ${webkit} Chrome/125.0.0.0 Safari/537.36`,
    { deviceType: 'tablet', osName: 'Android', osVersion: '13' },
  ],
  [
    'Chrome on Android, which hides version and model',
    `Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/126.0.0.0 Mobile Safari/537.36`,
    { deviceType: 'mobile', osName: 'Android' },
  ],
  [
    'Chrome on Windows',
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/126.0.0.0 Safari/537.36`,
    { deviceType: 'desktop', osName: 'Windows', osVersion: '10' },
  ],
  [
    'Safari on macOS',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    { deviceType: 'desktop', osName: 'macOS', osVersion: '10.15.7' },
  ],
  [
    'Firefox on Linux',
    'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
    { deviceType: 'desktop', osName: 'Linux' },
  ],
  ['a crawler', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', {}],
  ['a program', 'node', {}],
  ['an empty one', '', {}],
  ['one that no browser sends', `Mozilla/5.0 (iPhone; ${'x'.repeat(5000)})`, {}],
])('reads the User-Agent of %s', (_name, userAgent, device) => {
  expect(read(userAgent)).toEqual(device);
});

it('knows nothing without a User-Agent, and still knows after it has forgotten', () => {
  const forgetful = createDeviceReader(1);
  const linux = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0';
  expect(forgetful(undefined).device).toEqual({});
  const first = forgetful(linux);
  expect(forgetful(linux)).toBe(first);
  forgetful('curl/8.5.0');
  expect(forgetful(linux)).not.toBe(first);
  expect(forgetful(linux)).toEqual(first);
});
