import type { GroupCommit, RejectedEvent, Rejections } from '@pugmark/store';
import { isObject } from '../object.ts';
import type { PlanCheck } from '../stages/check-plan.ts';
import type { Marker } from '../stages/marks.ts';
import { runStages } from '../stages/run.ts';

export interface ReplayParts {
  store: Rejections;
  groupCommit: GroupCommit;
  marks: Marker;
  /** The plan that the events of an application are held to. */
  planOf(app: string | undefined): PlanCheck | undefined;
}

export interface Replayed {
  /** Rejected events that were looked at. */
  tried: number;
  accepted: number;
  duplicates: number;
  /** Those that are still rejected, by reason. They stay. */
  rejected: Record<string, number>;
}

/** At a time. */
const PAGE = 200;

/** Takes what was rejected once more, now that the plan is another: what passes is stored, and forgotten as rejected. */
export async function replayRejected(parts: ReplayParts, filter: { code?: string }): Promise<Replayed> {
  const sum: Replayed = { tried: 0, accepted: 0, duplicates: 0, rejected: {} };
  for (let before: string | undefined; ; ) {
    const page = await parts.store.rejectedEvents({ ...filter, limit: PAGE, ...(before ? { before } : {}) });
    const done: string[] = [];
    // One by one: each has its own times.
    for (const kept of page) {
      const result = await replayOne(parts, kept);
      sum.tried++;
      if (result === 'accepted') sum.accepted++;
      else if (result === 'duplicate') sum.duplicates++;
      else {
        sum.rejected[result.code] = (sum.rejected[result.code] ?? 0) + 1;
        continue;
      }
      done.push(kept.rejectedId);
    }
    await parts.store.forgetRejected(done);
    before = page.at(-1)?.rejectedId;
    if (page.length < PAGE || before === undefined) return sum;
  }
}

async function replayOne(
  { groupCommit, marks, planOf }: ReplayParts,
  kept: RejectedEvent,
): Promise<'accepted' | 'duplicate' | { code: string }> {
  const event: unknown = JSON.parse(kept.body);
  if (!isObject(event)) return { code: kept.code };
  const receivedAt = Date.parse(kept.receivedAt);
  const staged = runStages([event], {
    marks,
    plan: planOf(kept.app ?? undefined),
    receivedAt,
    ...(kept.sentAt === null ? {} : { sentAt: Date.parse(kept.sentAt) }),
  });
  const refused = staged.rejected[0];
  if (refused) return { code: refused.rejection.code };
  const { accepted, refused: unkept } = await groupCommit.commit({
    batch: { events: staged.events, dropped: [], rejected: [], receivedAt },
    bytes: kept.body.length,
  });
  if (unkept[0]) return { code: unkept[0].code };
  return accepted > 0 ? 'accepted' : 'duplicate';
}
