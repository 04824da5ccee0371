import type { SendAnswer, SendRequest } from '@pugmark/core';
import { nameRedirect } from '../send-failure.js';

/** Smaller bodies fit one packet as they are, in bytes. */
const GZIP_FROM = 1024;

/** Posts with `fetch`; a request of an isolate ends soon, so that a connection is the platform's to keep. */
export async function send({ url, body, bytes, deadline, compress }: SendRequest): Promise<SendAnswer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), deadline);
  try {
    const isCompressed = compress && bytes >= GZIP_FROM && typeof CompressionStream === 'function';
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(isCompressed && { 'content-encoding': 'gzip' }) },
      body: isCompressed ? await zip(body) : body,
      redirect: 'manual',
      signal: controller.signal,
    });
    const { status, headers } = response;
    const cause = nameRedirect(status, headers.get('location') ?? undefined);
    return {
      status,
      body: await response.text(),
      retryAfter: headers.get('retry-after'),
      isCompressed,
      ...(cause && { cause }),
    };
  } catch (cause) {
    return { status: 0, cause: cause instanceof Error ? cause.message : '' };
  } finally {
    clearTimeout(timer);
  }
}

/** Whole, since not every platform takes a body that streams. */
async function zip(body: string): Promise<ArrayBuffer> {
  const zipped = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(zipped).arrayBuffer();
}
