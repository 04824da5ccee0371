import type { Clock, Logger, SendAnswer, SendRequest } from '@pugmark/core';
import type { NativeApi, RequestAnswer, RequestError } from './mini-api.js';

/** Of the ten requests that a platform allows at once; the others are the app's. */
const MAX_AT_ONCE = 2;
/** How the platforms say that the address is not configured; WeChat and Alipay with a number as well. */
const NOT_LISTED = /domain list|not in domain|合法域名|白名单|无权跨域/i;
const isNotListed = ({ errno, errMsg, error, errorMessage }: RequestError) =>
  errno === 600002 || error === 11 || NOT_LISTED.test(`${errMsg} ${errorMessage}`);

/**
 * Posts with the platform's own `request`, not Taro's: the app's interceptors would see tracking as its own requests.
 * Every HTTP status lands in `success`. The request begins in the tick of the call while fewer than two are under way.
 */
export function createSend(
  { request }: Pick<NativeApi, 'request'>,
  { timer }: Clock,
  logger: Logger,
): (request: SendRequest) => Promise<SendAnswer> {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  let isExplained = false;

  const explain = (url: string, error: RequestError) => {
    if (isExplained || !isNotListed(error)) return;
    isExplained = true;
    const [origin] = /^https?:\/\/[^/]+/.exec(url) || [url];
    logger.warn(
      `pugmark: the platform refuses requests to ${origin}, so nothing arrives; the events are kept. ` +
        `Add it to the "request" domain list of the mini-program (服务器域名 / request 合法域名) in the platform's console.`,
      error.errMsg || error.errorMessage,
    );
  };

  return ({ url, body, deadline }) =>
    new Promise((resolve) => {
      let task: { abort?(): void } | undefined;
      let isBegun = false;
      let isOver = false;

      const finish = (answer: SendAnswer) => {
        if (isOver) return;
        isOver = true;
        cancel();
        resolve(answer);
        if (!isBegun) return;
        underWay--;
        waiting.shift()?.();
      };
      const answered = ({ data, statusCode, status, header, headers }: RequestAnswer) => {
        const code = statusCode || status || 0;
        finish({
          status: code,
          body: typeof data === 'string' ? data : data ? JSON.stringify(data) : '',
          retryAfter: findHeader(headers || header),
        });
      };
      const cancel = timer(() => {
        finish({ status: 0 });
        task?.abort?.();
      }, deadline);
      const begin = () => {
        if (isOver) {
          waiting.shift()?.();
          return;
        }
        isBegun = true;
        underWay++;
        const header = { 'content-type': 'text/plain;charset=UTF-8' };
        try {
          task = request({
            url,
            method: 'POST',
            data: body,
            header,
            headers: header,
            dataType: 'text',
            responseType: 'text',
            timeout: deadline,
            success: answered,
            fail(error) {
              explain(url, error || {});
              // Alipay calls a status like 500 a failure, and tells it.
              if (error?.status && error.headers) answered(error);
              else finish({ status: 0 });
            },
          });
        } catch {
          finish({ status: 0 });
        }
      };

      if (underWay < MAX_AT_ONCE) begin();
      else waiting.push(begin);
    });
}

function findHeader(headers: Record<string, unknown> = {}): string | null {
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === 'retry-after') return `${headers[name]}`;
  }
  return null;
}
