import http from 'node:http';

/** What a test may change while the app runs. */
export interface Network {
  isOnline: boolean;
  /** Origins that requests may go to; absent: all. */
  domains?: string[] | undefined;
  /** Where an origin really is, as a name server would say: `{ 'https://collect.example.com': 'http://127.0.0.1:1' }`. */
  hosts?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** Why a request has no answer; each platform has its own words for it. */
export type Failure = 'background' | 'domain' | 'offline' | 'busy' | 'connection' | 'timeout' | 'aborted';

interface Outgoing {
  url: string;
  method?: string | undefined;
  body?: string | undefined;
  headers?: Record<string, string> | undefined;
  timeout?: number | undefined;
}

const MAX_AT_ONCE = 10;

/** A platform's requests, over real HTTP. @param onEnd Called after every one. */
export function createRequests(
  network: Network,
  state: { isAlive: boolean; isFrozen: boolean },
  guard: (action: () => void) => void,
  onEnd: () => void,
) {
  const underWay = new Set<{ fail(failure: Failure): void }>();

  /** One of the two is called, unless the app is dead by then. */
  const send = (
    { url, method = 'GET', body, headers, timeout = 60_000 }: Outgoing,
    answered: (answer: Answer) => void,
    failed: (failure: Failure) => void,
  ) => {
    let isOver = false;
    let outgoing: http.ClientRequest | undefined;
    const settle = (tell: () => void) => {
      if (isOver) return;
      isOver = true;
      underWay.delete(task);
      guard(tell);
      setImmediate(onEnd);
    };
    const task = {
      fail(failure: Failure) {
        settle(() => failed(failure));
        outgoing?.destroy();
      },
    };
    underWay.add(task);
    const { origin, pathname } = new URL(url);
    const refusal = refuse(origin, underWay.size);
    if (refusal) setImmediate(() => task.fail(refusal));
    else {
      const address = `${network.hosts?.[origin] ?? origin}${pathname}`;
      outgoing = http.request(address, { method, headers, timeout, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', () => task.fail('connection'));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          settle(() => answered({ status: response.statusCode ?? 0, headers: response.headers, text }));
        });
      });
      outgoing.on('error', () => task.fail('connection'));
      outgoing.on('timeout', () => task.fail('timeout'));
      outgoing.end(body);
    }
    return { abort: () => task.fail('aborted') };
  };

  const refuse = (origin: string, count: number): Failure | undefined => {
    if (state.isFrozen) return 'background';
    if (network.domains && !network.domains.includes(origin)) return 'domain';
    if (!network.isOnline) return 'offline';
    return count > MAX_AT_ONCE ? 'busy' : undefined;
  };

  return {
    send,
    underWay: () => underWay.size,
    interrupt() {
      for (const task of [...underWay]) task.fail('background');
    },
  };
}

/** A platform parses JSON unless another type is asked for. */
export function parse(text: string, dataType = 'json'): unknown {
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
