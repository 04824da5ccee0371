import { createJiti } from 'jiti';

/** The plan that a module exports, as `default` or as `plan`. Runs TypeScript too, on every Node that we support. */
export async function importModule(path: string): Promise<unknown> {
  const module = await createJiti(path, { moduleCache: false, fsCache: false }).import<
    Record<string, unknown>
  >(path);
  return module.default ?? module.plan;
}
