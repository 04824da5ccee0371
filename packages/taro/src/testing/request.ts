import type { NativeApi, RequestAnswer } from '../mini-api.js';

/** A platform's `request` over real HTTP. Alipay names status and headers otherwise, and calls a 500 a failure. */
export function createRequest(isAlipay: boolean): NativeApi['request'] {
  return ({ url, method, data, header, headers, success, fail }) => {
    const controller = new AbortController();
    const { signal } = controller;
    fetch(url, { method, body: data, headers: isAlipay ? headers : header, signal })
      .then(async (response) => {
        const text = await response.text();
        const named = Object.fromEntries(response.headers);
        const answer: RequestAnswer = isAlipay
          ? { data: text, status: response.status, headers: named }
          : { data: text, statusCode: response.status, header: named };
        if (isAlipay && response.status >= 400) fail({ ...answer, errMsg: 'request:fail 19' });
        else success(answer);
      })
      .catch(() => fail({ errMsg: 'request:fail' }));
    return { abort: () => controller.abort() };
  };
}
