import type { Access, Role } from './roles.ts';

/**
 * Further pages and answers at a path of the collector, behind its own access check.
 *
 * @example
 * const boards: Mount = { path: '/boards', fetch: async (request, { role }) => page(new URL(request.url), role) };
 * const collector = await createCollector({ mounts: [boards] });
 */
export interface Mount {
  /** `/boards` takes `/boards` and all below it. */
  path: string;
  /** The role that it needs. Default `read`. */
  role?: Role;
  /** Answers a request of whoever has the role. The address is the whole one, with `path`. */
  fetch(request: Request, access: Access): Promise<Response> | Response;
}
