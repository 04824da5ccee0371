/** Names and versions in a User-Agent, those that pretend to be others first. */
const BROWSERS: readonly [name: string, version: RegExp][] = [
  ['WeChat', /MicroMessenger\/(\d+)/],
  ['Alipay', /AlipayClient\/(\d+)/],
  ['Edge', /Edg(?:e|A|iOS)?\/(\d+)/],
  ['Opera', /(?:OPR|Opera)\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['UC Browser', /UC?Browser\/(\d+)/],
  ['QQ Browser', /M?QQBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari\//],
];

/** Name and major version of the browser; nothing for one that is not known. */
export function readBrowser(userAgent: string): { browserName?: string; browserVersion?: string } {
  for (const [browserName, version] of BROWSERS) {
    const [, browserVersion] = version.exec(userAgent) || [];
    if (browserVersion) return { browserName, browserVersion };
  }
  return {};
}
