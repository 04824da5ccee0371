import http from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { SendAnswer, SendRequest } from '@pugmark/core';
import { createAgents } from './agents.js';
import { LONGEST_WAIT } from './timers.js';

const zip = promisify(gzip);

/** Smaller bodies fit one packet as they are, in bytes. */
const GZIP_FROM = 1024;
/** A seventh more bytes for much less work, on a machine that has other work to do. */
const FASTEST = { level: 1 };
/** What an answer may hold, in UTF-16 units; more is not from a collector. */
const MAX_ANSWER = 1_048_576;

const NO_ANSWER: SendAnswer = { status: 0 };

/** Posts over kept-alive connections, none of which keeps the process alive. */
export interface Transport {
  send(request: SendRequest): Promise<SendAnswer>;
  /** Gives up what is under way and closes the connections; until `resume` every send has no answer, at once. */
  pause(): void;
  resume(): void;
}

/** `node:http` rather than `fetch`: it costs a third of the time, and tells a stale connection from a dead server. */
export function createTransport(): Transport {
  const agents = createAgents();
  const underWay = new Set<() => void>();
  let isPaused = false;

  return {
    async send({ url, body, bytes, deadline }) {
      if (isPaused) return NO_ANSWER;
      const controller = new AbortController();
      const giveUp = () => controller.abort();
      const timer = setTimeout(giveUp, Math.min(deadline, LONGEST_WAIT)).unref();
      underWay.add(giveUp);
      const answer = await Promise.race([
        aborted(controller.signal),
        Promise.all([encode(body, bytes), agents.agentFor(url)]).then(([payload, agent]) =>
          post(url, payload, agent, controller.signal),
        ),
      ]).catch(() => NO_ANSWER);
      clearTimeout(timer);
      underWay.delete(giveUp);
      return answer;
    },
    pause() {
      isPaused = true;
      for (const giveUp of underWay) giveUp();
      agents.close();
    },
    resume() {
      isPaused = false;
    },
  };
}

interface Payload {
  data: string | Buffer;
  headers: Record<string, string>;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

async function encode(body: string, bytes: number): Promise<Payload> {
  if (bytes < GZIP_FROM) return { data: body, headers: JSON_TYPE };
  return { data: await zip(body, FASTEST), headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' } };
}

function aborted(signal: AbortSignal): Promise<SendAnswer> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(NO_ANSWER), { once: true }));
}

function post(url: string, payload: Payload, agent: http.Agent, signal: AbortSignal): Promise<SendAnswer> {
  const { request: begin } = /^https:/i.test(url) ? https : http;
  return new Promise((resolve, reject) => {
    const request = begin(url, {
      method: 'POST',
      agent,
      headers: payload.headers,
      signal,
    });
    let isAnswered = false;
    request.on('socket', (socket) => socket.unref());
    request.on('response', (response) => {
      isAnswered = true;
      read(response).then(resolve, reject);
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

async function read(response: http.IncomingMessage): Promise<SendAnswer> {
  let body = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    body += chunk;
    if (body.length > MAX_ANSWER) throw new RangeError('not an answer of a collector');
  }
  const { statusCode: status = 0, headers } = response;
  const retryAfter = headers['retry-after'];
  return { status, body, ...(retryAfter !== undefined && { retryAfter }) };
}
