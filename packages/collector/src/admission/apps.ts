import type { Plan } from '@pugmark/plan';
import { refuse } from '../refusal.ts';
import { createPlanCheck, type PlanCheck, type PlanMode } from '../stages/check-plan.ts';
import { isSameSecret } from './secret.ts';

/** An application that sends, with rules of its own. */
export interface App {
  /** For metrics and messages. */
  name: string;
  /** Its write keys: one, or two while a new one takes the place of the old. */
  keys: readonly string[];
  /** Origins whose pages may send with its keys. Default: those of the collector. */
  allowOrigin?: readonly string[];
  /** Events per second of all its senders together. Default: no limit of its own. */
  rateLimit?: number;
  /** The plan that its events are held to. Default: that of the collector. */
  plan?: Plan;
  /** Default: that of the collector. */
  planMode?: PlanMode;
}

/** An app as requests meet it. */
export interface AdmittedApp extends App {
  check: PlanCheck | undefined;
}

/** Finds the app of a key. */
export interface Apps {
  /**
   * The app whose key it is; `undefined` where no keys are asked for.
   *
   * @throws RefusedError with 401 when a key is asked for and this is none, and with 403 when a page of this origin may not use it.
   */
  admit(key: string | undefined, origin: string | undefined): AdmittedApp | undefined;
  /** The plan of the app of this name; that of all, when there is none any more. */
  planOf(name: string): PlanCheck | undefined;
  /** Origins of all apps, what a browser is told before its key is known; none where any may send. */
  origins: readonly string[];
}

/** What holds for an app that does not say otherwise. */
export interface Standard {
  allowOrigin: readonly string[];
  planMode: PlanMode;
  check: PlanCheck | undefined;
}

export function createApps(apps: readonly App[], standard: Standard): Apps {
  const admitted = apps.map((app): AdmittedApp => {
    const check = app.plan ? createPlanCheck(app.plan, app.planMode ?? standard.planMode) : standard.check;
    return { ...app, check };
  });
  return {
    admit(key, origin) {
      if (apps.length === 0) return undefined;
      const found = key === undefined ? undefined : findByKey(admitted, key);
      if (!found) {
        throw refuse(
          401,
          'unknown_key',
          'This collector asks for a write key: send it as "key" in the envelope, or as X-Pugmark-Key.',
        );
      }
      const allowed = found.allowOrigin ?? standard.allowOrigin;
      if (origin !== undefined && allowed.length > 0 && !allowed.includes(origin)) {
        throw refuse(
          403,
          'origin_not_allowed',
          `Pages of ${origin.slice(0, 200)} may not send with this key.`,
        );
      }
      return found;
    },
    planOf: (name) => (admitted.find((app) => app.name === name) ?? standard).check,
    origins: allOrigins(apps, standard.allowOrigin),
  };
}

function allOrigins(apps: readonly App[], standard: readonly string[]): readonly string[] {
  const lists = apps.length > 0 ? apps.map(({ allowOrigin }) => allowOrigin ?? standard) : [standard];
  return lists.some((list) => list.length === 0) ? [] : [...new Set(lists.flat())];
}

/** Looks at every key, whichever matches. */
function findByKey(apps: readonly AdmittedApp[], key: string): AdmittedApp | undefined {
  return apps.filter(({ keys }) => keys.map((known) => isSameSecret(key, known)).includes(true)).at(0);
}
