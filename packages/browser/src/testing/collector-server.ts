import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { createModelCollector } from '@pugmark/core/testing';
import type { TestProject } from 'vitest/node';
import type { BoxState, ServerReply } from './collector.js';

/** One collector for one test, with its own replies. */
function createBox() {
  const collector = createModelCollector();
  const requests: BoxState['requests'] = [];
  const waiting = new Set<() => void>();
  return { collector, requests, waiting, script: [] as ServerReply[], always: 'deliver' as ServerReply };
}
type Box = ReturnType<typeof createBox>;

/**
 * A real server on an origin of its own, so that the browser's rules for strangers hold. It has one collector a test:
 *
 * - `POST /<box>/tracking/events/batch`: answered as that test wants;
 * - `POST /<box>/script` `{ next?, always?, maxBytes? }`: what it wants;
 * - `GET /<box>/state?requests=n&events=n`: what came, once there is that much.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const boxes = new Map<string, Box>();
  const server = createServer(async (request, response) => {
    const url = new URL(`${request.url}`, 'http://local');
    const [, id = '', ...path] = url.pathname.split('/');
    const box = boxes.get(id) || createBox();
    boxes.set(id, box);
    const bytes = await readBody(request);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const body = `${isZipped ? gunzipSync(bytes) : bytes}`;
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    if (path[0] === 'state') return answerState(box, url.searchParams, response);
    if (path[0] === 'script') {
      const { next = [], always = box.always, maxBytes = box.collector.maxBytes } = JSON.parse(body);
      box.script.push(...next);
      box.always = always;
      box.collector.maxBytes = maxBytes;
      return response.end();
    }
    receive(box, request, body, isZipped, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('collectors', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function receive(
  box: Box,
  request: IncomingMessage,
  body: string,
  isZipped: boolean,
  response: ServerResponse,
): void {
  const { method = '', headers } = request;
  const isPost = method === 'POST';
  const reply = (isPost && box.script.shift()) || box.always;
  const answer = isPost && reply === 'deliver' ? box.collector.receive(body) : undefined;
  box.requests.push({
    method,
    body,
    type: `${headers['content-type']}`,
    isZipped,
    isCredentialed: !!headers.cookie,
  });
  for (const check of [...box.waiting]) check();
  if (!isPost) return void response.writeHead(204).end();
  if (reply === 'never') return;
  if (reply === 'break') return void request.socket.destroy();
  const { status, body: text, retryAfter } = answer || (reply as Exclude<ServerReply, string>);
  response.statusCode = status;
  if (retryAfter) response.setHeader('Retry-After', retryAfter);
  response.end(text);
}

/** Answers once there are as many requests and events as asked for. */
function answerState(box: Box, wanted: URLSearchParams, response: ServerResponse): void {
  const { requests, collector, waiting } = box;
  const check = () => {
    if (requests.length < Number(wanted.get('requests'))) return;
    if (collector.events.length < Number(wanted.get('events'))) return;
    waiting.delete(check);
    const state: BoxState = { requests, events: collector.events, duplicates: collector.duplicates };
    response.end(JSON.stringify(state));
  };
  waiting.add(check);
  check();
}
