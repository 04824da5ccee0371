import type { SendAnswer, SendRequest } from '@pugmark/core';

/** Posts with `fetch`; a request of an isolate ends soon, so that a connection is the platform's to keep. */
export async function send({ url, body, deadline }: SendRequest): Promise<SendAnswer> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), deadline);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: controller.signal,
    });
    const { status, headers } = response;
    return { status, body: await response.text(), retryAfter: headers.get('retry-after') };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}
