import type { Target } from './target.ts';

/** One sentence of docs/protocol.md that can be tried from outside. */
export interface Rule {
  name: string;
  /** The heading that it stands under. */
  section: string;
  /** What it needs besides the address. */
  needs?: 'token' | 'key';
  /** Throws a Violation when the rule is not kept. */
  check(target: Target): Promise<void>;
}
