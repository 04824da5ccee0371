import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SendAnswer, SendRequest } from '@pugmark/core';
import { createAgents } from './agents.js';
import { nameFailure, nameRedirect } from './send-failure.js';
import { startTimer } from './timers.js';

const zip = promisify(gzip);

/** Smaller bodies fit one packet as they are, in bytes. */
const GZIP_FROM = 1024;
/** A seventh more bytes for much less work, on a machine that has other work to do. */
const FASTEST = { level: 1 };
/** What an answer may hold, in UTF-16 units; more is not from a collector. */
const MAX_ANSWER = 1_048_576;

/** Posts over kept-alive connections, none of which keeps the process alive. */
export interface Transport {
  send(request: SendRequest): Promise<SendAnswer>;
  /** Gives up what is under way and closes the connections; until `resume` every send has no answer, at once. */
  pause(): void;
  resume(): void;
}

const noAnswer = (cause: string): SendAnswer => ({ status: 0, ...(cause && { cause }) });

const STOPPED = noAnswer('the tracker was stopped');

/** `node:http` rather than `fetch`: it costs a third of the time, and tells a stale connection from a dead server. */
export function createTransport(): Transport {
  const agents = createAgents();
  const underWay = new Set<AbortController>();
  let isPaused = false;

  return {
    async send({ url, body, bytes, deadline, compress }) {
      if (isPaused) return STOPPED;
      const controller = new AbortController();
      const { signal } = controller;
      const cancelTimer = startTimer(() => controller.abort(noAnswer('no answer in time')), deadline);
      underWay.add(controller);
      const answer = await Promise.race([
        aborted(signal),
        Promise.all([encode(body, compress && bytes >= GZIP_FROM), agents.agentFor(url)]).then(
          ([payload, agent]) => post(url, payload, agent, signal),
        ),
      ]).catch((cause) => noAnswer(nameFailure(cause)));
      cancelTimer();
      underWay.delete(controller);
      return answer;
    },
    pause() {
      isPaused = true;
      for (const controller of underWay) controller.abort(STOPPED);
      agents.close();
    },
    resume() {
      isPaused = false;
    },
  };
}

interface Payload {
  data: string | Buffer;
  isCompressed: boolean;
}

async function encode(body: string, isCompressed: boolean): Promise<Payload> {
  return { data: isCompressed ? await zip(body, FASTEST) : body, isCompressed };
}

const headersOf = ({ isCompressed }: Payload) => ({
  'Content-Type': 'application/json',
  ...(isCompressed && { 'Content-Encoding': 'gzip' }),
});

/** Resolves when the request is given up, with the answer that this stands for. */
function aborted(signal: AbortSignal): Promise<SendAnswer> {
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => resolve(signal.reason), { once: true }),
  );
}

function post(url: string, payload: Payload, agent: http.Agent, signal: AbortSignal): Promise<SendAnswer> {
  const { request: begin } = /^https:/i.test(url) ? https : http;
  return new Promise((resolve, reject) => {
    const request = begin(url, {
      method: 'POST',
      agent,
      headers: headersOf(payload),
      signal,
    });
    let isAnswered = false;
    request.on('socket', (socket) => socket.unref());
    request.on('response', (response) => {
      isAnswered = true;
      read(response, payload).then(resolve, reject);
    });
    request.on('error', (cause) => {
      // The server closed a connection that waited, in the moment it was used again: no answer is due to come on it.
      const isStale = request.reusedSocket && !isAnswered && !signal.aborted;
      if (isStale) post(url, payload, agent, signal).then(resolve, reject);
      else reject(cause);
    });
    request.end(payload.data);
  });
}

async function read(response: http.IncomingMessage, { isCompressed }: Payload): Promise<SendAnswer> {
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    body += chunk;
    if (body.length > MAX_ANSWER) throw new RangeError('not an answer of a collector');
  }
  const { statusCode: status = 0, headers } = response;
  const retryAfter = headers['retry-after'];
  const cause = nameRedirect(status, headers.location);
  return {
    status,
    body,
    isCompressed,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(cause && { cause }),
  };
}
