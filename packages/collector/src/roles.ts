/** `read` sees what is stored; `admin` also erases and exports people, and replays what was rejected. */
export type Role = 'read' | 'admin';

/** A token and what it opens. */
export interface AccessToken {
  token: string;
  role: Role;
  /** Whose it is, for mounts and logs; the token itself is told to nobody. */
  name?: string;
}

/** Who asks. */
export interface Access {
  role: Role;
  name?: string;
}

/** An admin may do all that a reader may. */
export function mayAct(role: Role, needed: Role): boolean {
  return needed === 'read' || role === 'admin';
}
