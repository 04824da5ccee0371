import type { Context } from 'hono';
import { refuse } from '../refusal.ts';
import { type ReplayParts, replayRejected } from '../rejections/replay.ts';
import type { Environment } from './environment.ts';
import { readNumber, readQuery } from './query.ts';

/** The latest rejected events with reason and body, for whoever may read. */
export async function readRejected(
  context: Context<Environment>,
  { store, keeper }: ReplayParts & { keeper: { flush(): Promise<void> } },
): Promise<Response> {
  const { code, before, limit } = readQuery(context, ['code', 'before', 'limit']);
  if (before !== undefined && !/^[0-9]{1,18}$/.test(before)) {
    throw refuse(
      400,
      'invalid_before',
      'before must be the rejectedId of an event: those before it are told.',
    );
  }
  await keeper.flush();
  const events = await store.rejectedEvents({
    ...(code ? { code } : {}),
    ...(before ? { before } : {}),
    limit: readNumber(limit, { name: 'limit', standard: 100, min: 1, max: 1000 }),
  });
  return Response.json({
    events: events.map(({ body, ...event }) => ({ ...event, event: JSON.parse(body) })),
  });
}

/** Tries them again, for an admin: `POST /rejected/replay?code=off_plan`. */
export async function replay(
  context: Context<Environment>,
  parts: ReplayParts & { keeper: { flush(): Promise<void> } },
): Promise<Response> {
  const { code } = readQuery(context, ['code']);
  await parts.keeper.flush();
  return Response.json(await replayRejected(parts, code ? { code } : {}));
}
