import type { Privacy } from '@pugmark/store';
import type { Context } from 'hono';
import { isObject } from '../object.ts';
import { refuse } from '../refusal.ts';
import type { BodyAccount } from './body.ts';
import { readBody } from './body.ts';
import type { Environment } from './environment.ts';
import { parseJson } from './json.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_BODY = 4_096;

/** What a device asks to be erased. */
export interface ErasureRequest {
  deviceId: string;
  key: string | undefined;
}

/**
 * A device asks that it be erased, without a login. Its id is the proof: nobody but the device and who reads the store
 * knows it. So only an id that nobody can guess counts, and it opens what was tracked on this device and no more.
 */
export async function readErasureRequest(
  context: Context<Environment>,
  account: BodyAccount,
): Promise<ErasureRequest> {
  const body = await readBody(context.req.raw, { maxBody: MAX_BODY, maxDecompressed: MAX_BODY }, account);
  const json = parseJson(body);
  const { deviceId, key } = isObject(json) ? json : {};
  if (typeof deviceId !== 'string' || !UUID.test(deviceId)) {
    throw refuse(
      403,
      'erasure_not_proved',
      'Send {"deviceId":"…"} with the random UUID of the device. An id that others may know proves nothing: ask an admin.',
    );
  }
  return { deviceId, key: typeof key === 'string' ? key : undefined };
}

/** Answers the same whether anything was there: nobody learns by it which devices exist. */
export async function eraseDevice(store: Privacy, { deviceId }: ErasureRequest): Promise<Response> {
  const { erasureId, erasedAt } = await store.erase({ deviceId });
  return Response.json({ erasureId, erasedAt });
}
