import http from 'node:http';

/** What a test may change while the app runs. */
export interface Network {
  isOnline: boolean;
  /** Origins that requests may go to; absent: all. */
  domains?: string[] | undefined;
  /** Where an origin really is, as a name server would say: `{ 'https://collect.example.com': 'http://127.0.0.1:1' }`. */
  hosts?: Record<string, string>;
}

interface RequestOptions {
  url: string;
  method?: string;
  data?: string;
  header?: Record<string, string>;
  timeout?: number;
  dataType?: string;
  success?(answer: object): void;
  fail?(error: object): void;
  complete?(): void;
}

const MAX_AT_ONCE = 10;

/** `wx.request` over real HTTP. */
export function createRequests(network: Network, state: { isAlive: boolean; isFrozen: boolean }) {
  const underWay = new Set<{ fail(message: string): void }>();

  const request = (options: RequestOptions) => {
    let isOver = false;
    const settle = (tell: () => void) => {
      if (isOver) return;
      isOver = true;
      underWay.delete(task);
      if (!state.isAlive) return;
      tell();
      options.complete?.();
    };
    const task = {
      fail(message: string, errno?: number) {
        settle(() => options.fail?.({ errMsg: `request:fail ${message}`, errno }));
        outgoing?.destroy();
      },
    };
    let outgoing: http.ClientRequest | undefined;
    underWay.add(task);
    const refuse = (message: string, errno?: number) => setImmediate(() => task.fail(message, errno));
    const { origin, pathname } = new URL(options.url);
    const address = `${network.hosts?.[origin] ?? origin}${pathname}`;
    if (state.isFrozen) refuse('interrupted');
    else if (network.domains && !network.domains.includes(origin)) refuse('url not in domain list', 600002);
    else if (!network.isOnline) refuse('net::ERR_INTERNET_DISCONNECTED', 600001);
    else if (underWay.size > MAX_AT_ONCE) refuse('exceed max task count');
    else {
      outgoing = http.request(
        address,
        {
          method: options.method ?? 'GET',
          headers: options.header,
          timeout: options.timeout ?? 60_000,
          agent: false,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('error', () => task.fail('net::ERR_CONNECTION_RESET'));
          response.on('end', () =>
            settle(() =>
              options.success?.({
                statusCode: response.statusCode,
                header: response.headers,
                data: parse(Buffer.concat(chunks).toString('utf8'), options.dataType),
              }),
            ),
          );
        },
      );
      outgoing.on('error', () => task.fail('net::ERR_CONNECTION_REFUSED'));
      outgoing.on('timeout', () => task.fail('timeout'));
      outgoing.end(options.data);
    }
    return { abort: () => task.fail('abort') };
  };

  return {
    request,
    underWay: () => underWay.size,
    interrupt() {
      for (const task of [...underWay]) task.fail('interrupted');
    },
  };
}

/** The platform parses JSON unless another type is asked for. */
function parse(text: string, dataType = 'json'): unknown {
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
